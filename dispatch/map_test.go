package dispatch_test

import (
	"context"
	"errors"
	"io"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

func TestMapKeepsTheOrder(t *testing.T) {
	for _, p := range []*dispatch.Pool{nil, poolOf(t, 1), poolOf(t, 3), poolOf(t, 64)} {
		for _, n := range []int{0, 1, 2, 100, 5000} {
			in, want := make([]int, n), make([]string, n)
			for i := range in {
				in[i], want[i] = i, strconv.Itoa(i)
			}
			got, err := dispatch.Map(t.Context(), p, in, func(_ context.Context, i int) (string, error) { return strconv.Itoa(i), nil })
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

func TestMapUsesAllWorkers(t *testing.T) {
	p := poolOf(t, 3)
	m := newBarrier(3)
	_, err := dispatch.Map(t.Context(), p, make([]int, 3), func(context.Context, int) (int, error) { m.Wait(); return 0, nil })
	require.NoError(t, err)
}

func TestMapFirstErrorCancels(t *testing.T) {
	p := poolOf(t, 3)
	m := newBarrier(3)
	var calls atomic.Int64
	got, err := dispatch.Map(t.Context(), p, make([]int, 100_000), func(ctx context.Context, _ int) (int, error) {
		first := calls.Add(1) == 1
		m.Wait()
		if first {
			return 0, io.ErrClosedPipe
		}
		<-ctx.Done() // by the error of the first
		return 0, errors.New("not the first")
	})
	require.Equal(t, io.ErrClosedPipe, err)
	require.Nil(t, got)
	require.EqualValues(t, 3, calls.Load(), "no call begins after the error")
}

func TestMapCancelled(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		ctx, cancel := context.WithCancel(t.Context())
		var calls, after atomic.Int64
		var cancelled atomic.Bool
		_, err := dispatch.Map(ctx, p, make([]int, 100_000), func(context.Context, int) (int, error) {
			if cancelled.Load() {
				after.Add(1)
			}
			if calls.Add(1) == 50 {
				cancel()
				cancelled.Store(true)
			}
			return 0, nil
		})
		require.Equal(t, context.Canceled, err)
		require.Less(t, after.Load(), int64(workers))
	}
}

func TestMapPanic(t *testing.T) {
	for _, workers := range []int{1, 3} {
		_, err := dispatch.Map(t.Context(), poolOf(t, workers), make([]int, 100), func(context.Context, int) (int, error) { panics(); return 0, nil })
		var e *dispatch.PanicError
		require.ErrorAs(t, err, &e)
		require.Equal(t, io.ErrUnexpectedEOF, e.Value)
	}
}

func TestMapArguments(t *testing.T) {
	f := func(context.Context, int) (int, error) { return 0, nil }
	require.PanicsWithValue(t, "sumlog/dispatch: Map: nil context", func() { _, _ = dispatch.Map(noContext, nil, []int{1}, f) })
	require.PanicsWithValue(t, "sumlog/dispatch: Map: nil function", func() { _, _ = dispatch.Map[int, int](t.Context(), nil, []int{1}, nil) })
}
