package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/internal/pooltest"
	"sumlog/kernel"
	"sumlog/shared"
)

// progressLog records the reports of an operation, and checks each.
type progressLog struct {
	t     *testing.T
	on    string // the goroutine
	done  []int64
	total int64
}

func (p *progressLog) context() context.Context {
	p.on = goroutine()
	return dispatch.WithProgress(p.t.Context(), func(done, total int64) {
		require.Equal(p.t, p.on, goroutine(), "on the caller's goroutine")
		if len(p.done) > 0 {
			require.Equal(p.t, p.total, total)
			require.GreaterOrEqual(p.t, done, p.done[len(p.done)-1])
		}
		require.LessOrEqual(p.t, done, total)
		p.done, p.total = append(p.done, done), total
	})
}

// checkEnd checks that the end was reported, once.
func (p *progressLog) checkEnd(total int64, what string) {
	require.NotEmpty(p.t, p.done, what)
	require.Equal(p.t, total, p.total, what)
	require.Equal(p.t, total, p.done[len(p.done)-1], what)
	if n := len(p.done); n > 1 {
		require.Less(p.t, p.done[n-2], total, what)
	}
}

func TestProgressOfOperations(t *testing.T) {
	const n = 300_000
	x, dst := positive(n), make([]float64, n)
	table, err := shared.New[float64](n, 3)
	require.NoError(t, err)
	defer table.Close()
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		type progressing struct {
			total int64
			run   func(context.Context) error
		}
		list := map[string]progressing{
			"AddColumns": {n, func(ctx context.Context) error { return sumlog.AddColumnsOn(sumlog.On(ctx, p), table, 2, 0, 1) }},
			"Map": {100, func(ctx context.Context) error {
				_, err := dispatch.Map(ctx, p, x[:100], func(context.Context, float64) (int, error) { return 0, nil })
				return err
			}},
			"Async": {n, func(ctx context.Context) error {
				_, err := dispatch.Async(t.Context(), p, func(context.Context) (int, error) { return 0, nil }).Get(ctx)
				if err == nil {
					err = sumlog.On(ctx, p).Log(dst, x)
				}
				return err
			}},
		}
		for _, o := range operations.OnCores() {
			for _, size := range []int{10, n} {
				a := pooltest.Args(o, size, o.Few[0])
				total := len(a.Dst)
				switch {
				case o.Returns():
					total = len(a.In[0])
				case o.Shape == operations.RowResults: // which count rows
					total /= a.Param
				}
				list[fmt.Sprintf("%s of %d", o.Name, size)] = progressing{
					int64(total), func(ctx context.Context) error { return o.On(sumlog.On(ctx, p), a) },
				}
			}
		}
		for name, op := range list {
			what := fmt.Sprintf("%s, %d workers", name, workers)
			log := progressLog{t: t}
			require.NoError(t, op.run(log.context()), what)
			log.checkEnd(op.total, what)

			log.done = nil
			ctx, cancel := context.WithCancel(log.context())
			cancel()
			require.ErrorIs(t, op.run(ctx), context.Canceled, what)
			require.Empty(t, log.done, what)
		}
		log := progressLog{t: t}
		require.NoError(t, sumlog.On(log.context(), p).Log(nil, nil))
		_, err := sumlog.On(log.context(), p).SumLog(nil)
		require.NoError(t, err)
		require.Empty(t, log.done, "nothing to do")
	}
}

// A caller that waits long enough gets reports between ranges, and none of the operations
// inside the ranges.
func TestProgressInBetween(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		log := progressLog{t: t}
		x := positive(100_000)
		require.NoError(t, p.ForContext(log.context(), 40, 2, func(ctx context.Context, lo, hi int) error {
			time.Sleep(20 * time.Millisecond)
			return sumlog.On(ctx, p).Log(make([]float64, len(x)), x)
		}))
		log.checkEnd(40, fmt.Sprint(workers))
		require.Greater(t, len(log.done), 2)
		for _, done := range log.done {
			require.Zero(t, done%2, "whole ranges")
		}
		log.done = nil
		failed := errors.New("no")
		require.Equal(t, failed, p.ForContext(log.context(), 40, 2, func(context.Context, int, int) error { return failed }))
		require.Empty(t, log.done)
	}
}

// The rounds of a long sum count on.
func TestProgressOfALongSum(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 270 MB")
	}
	n := 2*4096*4096 + 5000
	x := positive(n)
	for _, workers := range []int{1, 2} {
		log := progressLog{t: t}
		got, err := sumlog.On(log.context(), poolOf(t, workers)).SumLog(x)
		require.NoError(t, err)
		require.Equal(t, kernel.SumLog(kernel.Best(), x), got)
		log.checkEnd(int64(n), fmt.Sprint(workers))
		require.Contains(t, log.done, int64(4096*4096))
		require.Contains(t, log.done, int64(2*4096*4096))
	}
}

func TestProgressPanics(t *testing.T) {
	for _, workers := range []int{1, 2} {
		p := poolOf(t, workers)
		x := positive(300_000)
		ctx := dispatch.WithProgress(t.Context(), func(int64, int64) { panics() })
		require.Panics(t, func() { _ = sumlog.On(ctx, p).Log(x, x) })
		p.For(100, 1, func(int, int) {})
	}
	require.PanicsWithValue(t, "sumlog/dispatch: WithProgress: nil function", func() { dispatch.WithProgress(t.Context(), nil) })
	require.PanicsWithValue(t, "sumlog/dispatch: WithProgress: nil context", func() {
		dispatch.WithProgress(noContext, func(int64, int64) {})
	})
}
