package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

func TestForCoversEachIndexOnce(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 7, 64} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			p := poolOf(t, workers)
			for _, n := range []int{0, 1, 2, 7, 63, 64, 65, 1000, 4099} {
				for _, grain := range []int{1, 2, 7, 64, 5000, math.MaxInt} {
					seen := make([]atomic.Int32, n)
					check := func(lo, hi int) {
						if lo >= hi || lo%grain != 0 || hi%grain != 0 && hi != n {
							t.Errorf("n = %d, grain = %d: [%d, %d)", n, grain, lo, hi)
						}
						for i := lo; i < hi; i++ {
							seen[i].Add(1)
						}
					}
					p.For(n, grain, check)
					require.NoError(t, p.ForContext(context.Background(), n, grain, func(_ context.Context, lo, hi int) error {
						if hi-lo != grain && hi != n {
							t.Errorf("n = %d, grain = %d: [%d, %d)", n, grain, lo, hi)
						}
						check(lo, hi)
						return nil
					}))
					for i := range seen {
						require.EqualValues(t, 2, seen[i].Load(), "index %d of %d", i, n)
					}
				}
			}
		})
	}
}

func TestForUpToTheLargestInt(t *testing.T) {
	p := poolOf(t, 3)
	var sum atomic.Uint64
	p.For(math.MaxInt, math.MaxInt/100, func(lo, hi int) { sum.Add(uint64(hi - lo)) })
	require.EqualValues(t, math.MaxInt, sum.Load())
}

// All workers are in f at once, or this does not end.
func TestForUsesAllWorkers(t *testing.T) {
	for _, workers := range []int{2, 3, 7} {
		p := poolOf(t, workers)
		for range 3 {
			m := newBarrier(workers)
			p.For(1000, 1, func(_, _ int) { m.Wait() })
			m = newBarrier(workers)
			require.NoError(t, p.ForContext(t.Context(), 1000, 1, func(context.Context, int, int) error { m.Wait(); return nil }))
		}
	}
}

func TestNestedFor(t *testing.T) {
	p := poolOf(t, 3)
	var count atomic.Int64
	p.For(10, 1, func(lo, hi int) {
		p.For(hi-lo, 1, func(lo, hi int) {
			p.For(100*(hi-lo), 1, func(lo, hi int) { count.Add(int64(hi - lo)) })
		})
	})
	require.EqualValues(t, 1000, count.Load())
}

func TestManyCallers(t *testing.T) {
	p := poolOf(t, 3)
	var wg sync.WaitGroup
	for caller := range 40 {
		wg.Go(func() {
			for round := range 30 {
				n := (caller*31 + round*977) % 5000
				x, want, got := values(n), make([]float64, n), make([]float64, n)
				for i := range want {
					want[i] = x[i] + x[i]
				}
				p.For(n, 16, func(lo, hi int) {
					for i := lo; i < hi; i++ {
						got[i] = x[i] + x[i]
					}
				})
				if !equal(want, got) {
					t.Errorf("caller %d, round %d", caller, round)
				}
			}
		})
	}
	wg.Wait()
}

func TestForWithFewerPsThanWorkers(t *testing.T) {
	p := poolOf(t, 4)
	for _, n := range []int{1, 2, 4, 1} {
		runtime.GOMAXPROCS(n)
		for range 100 {
			var count atomic.Int64
			p.For(1000, 10, func(lo, hi int) { count.Add(int64(hi - lo)) })
			require.EqualValues(t, 1000, count.Load())
		}
		x := values(300_000) // long enough to be shared
		must(sumlog.On(background, p).LogAccumulate(x, x, 1000))
	}
}

func TestOneP(t *testing.T) {
	procs(t, 1)
	p := newPool(t, dispatch.WithWorkers(64))
	require.Equal(t, 1, p.Workers(), "no more workers than Ps")
	before := runningWorkers()
	var calls []dispatch.Range
	p.For(100, 10, func(lo, hi int) { calls = append(calls, dispatch.Range{Lo: lo, Hi: hi}) })
	require.Equal(t, []dispatch.Range{{Lo: 0, Hi: 100}}, calls)
	require.LessOrEqual(t, runningWorkers(), before)
	require.False(t, p.Report().Pinned)
}

func TestForContextFirstError(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		want := errors.New("this one")
		m := newBarrier(workers)
		var calls atomic.Int64
		err := p.ForContext(t.Context(), 100_000, 1, func(ctx context.Context, lo, _ int) error {
			first := calls.Add(1) == 1
			m.Wait()
			if first {
				return want
			}
			<-ctx.Done() // by the error of the first
			return ctx.Err()
		})
		require.Equal(t, want, err)
		require.EqualValues(t, workers, calls.Load(), "no range begins after the error")
	}
}

// A panic, too, cancels the context of the others.
func TestForContextPanicCancels(t *testing.T) {
	p := poolOf(t, 3)
	m := newBarrier(3)
	var calls atomic.Int64
	err := p.ForContext(t.Context(), 100_000, 1, func(ctx context.Context, lo, _ int) error {
		first := calls.Add(1) == 1
		m.Wait()
		if first {
			panics()
		}
		<-ctx.Done()
		return ctx.Err()
	})
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestForContextCancelled(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		p := poolOf(t, workers)
		ctx, cancel := context.WithCancel(t.Context())
		var begun, after atomic.Int64
		var cancelled atomic.Bool
		err := p.ForContext(ctx, 1_000_000, 1, func(inner context.Context, _, _ int) error {
			if cancelled.Load() {
				after.Add(1)
			}
			if begun.Add(1) == 1000 {
				cancel()
				if inner.Err() == nil {
					t.Error("the inner context goes on")
				}
				cancelled.Store(true)
			}
			return nil
		})
		require.Equal(t, context.Canceled, err)
		require.Less(t, after.Load(), int64(workers), "blocks begun after the cancellation")

		err = p.ForContext(ctx, 10, 1, func(context.Context, int, int) error { t.Error("begun"); return nil })
		require.Equal(t, context.Canceled, err)
		require.Equal(t, context.Canceled, p.ForContext(ctx, 0, 1, func(context.Context, int, int) error { return nil }))
	}
}

func TestForArguments(t *testing.T) {
	p := newPool(t)
	f := func(int, int) { t.Error("called") }
	g := func(context.Context, int, int) error { t.Error("called"); return nil }
	ctx := t.Context()
	require.PanicsWithValue(t, "sumlog/dispatch: For: n = -1, grain = 3, want n >= 0 and grain >= 1", func() { p.For(-1, 3, f) })
	require.PanicsWithValue(t, "sumlog/dispatch: For: n = 1, grain = 0, want n >= 0 and grain >= 1", func() { p.For(1, 0, f) })
	require.PanicsWithValue(t, "sumlog/dispatch: For: nil function", func() { p.For(1, 1, nil) })
	require.PanicsWithValue(t, "sumlog/dispatch: ForContext: n = -1, grain = 3, want n >= 0 and grain >= 1", func() { _ = p.ForContext(ctx, -1, 3, g) })
	require.PanicsWithValue(t, "sumlog/dispatch: ForContext: nil function", func() { _ = p.ForContext(ctx, 1, 1, nil) })
	require.PanicsWithValue(t, "sumlog/dispatch: ForContext: nil context", func() { _ = p.ForContext(noContext, 1, 1, g) })
	require.NotPanics(t, func() { p.For(0, 1, f) })
	require.NoError(t, p.ForContext(ctx, 0, 1, g))
}

func TestNewPoolArguments(t *testing.T) {
	for _, n := range []int{0, -3} {
		_, err := dispatch.NewPool(dispatch.WithWorkers(n))
		require.EqualError(t, err, fmt.Sprintf("sumlog/dispatch: NewPool: WithWorkers(%d): want 1 or more", n))
	}
}
