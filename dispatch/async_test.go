package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

func TestAsync(t *testing.T) {
	for _, p := range []*dispatch.Pool{nil, poolOf(t, 1), poolOf(t, 3)} {
		var futures []*dispatch.Future[int]
		for i := range 100 {
			futures = append(futures, dispatch.Async(t.Context(), p, func(context.Context) (int, error) {
				if i%10 == 9 {
					return i, fmt.Errorf("%d: %w", i, io.ErrNoProgress)
				}
				return i * i, nil
			}))
		}
		for i, f := range futures {
			got, err := f.Get(t.Context())
			again, errAgain := f.Get(t.Context())
			require.Equal(t, got, again)
			require.Equal(t, err, errAgain)
			<-f.Done()
			if i%10 == 9 {
				require.ErrorIs(t, err, io.ErrNoProgress)
				require.Equal(t, i, got, "what the function returned, all of it")
				continue
			}
			require.NoError(t, err)
			require.Equal(t, i*i, got)
		}
	}
}

func TestAsyncRunsAsManyAsWorkers(t *testing.T) {
	for _, workers := range []int{1, 3} {
		asManyAs(t, workers)
	}
}

func asManyAs(t *testing.T, workers int) {
	p := poolOf(t, workers)
	var running, most atomic.Int64
	var order []int
	hold := make(chan struct{})
	m := newBarrier(workers + 1)
	var futures []*dispatch.Future[int]
	for range workers { // these fill the pool
		futures = append(futures, dispatch.Async(t.Context(), p, func(context.Context) (int, error) {
			m.Wait()
			<-hold
			return 0, nil
		}))
	}
	m.Wait()
	begun := make(chan int, 50)
	for i := range 50 {
		futures = append(futures, dispatch.Async(t.Context(), p, func(context.Context) (int, error) {
			most.Store(max(most.Load(), running.Add(1)))
			begun <- i
			runtime.Gosched()
			running.Add(-1)
			return 0, nil
		}))
	}
	require.Empty(t, begun, "they wait for their turn")
	close(hold)
	for range 50 {
		order = append(order, <-begun)
	}
	require.LessOrEqual(t, most.Load(), int64(workers))
	if workers == 1 {
		require.IsIncreasing(t, order, "first come, first served")
	}
	for _, f := range futures {
		_, err := f.Get(t.Context())
		require.NoError(t, err)
	}
}

// Each task waits for one that is queued behind it.
func TestAsyncTasksWaitForTasks(t *testing.T) {
	p := poolOf(t, 1)
	var nest func(depth int) func(context.Context) (int, error)
	nest = func(depth int) func(context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			if depth == 0 {
				return 1, nil
			}
			a := dispatch.Async(ctx, p, nest(depth-1))
			b := dispatch.Async(ctx, p, nest(depth-1))
			va, err := b.Get(context.Background())
			vb, err2 := a.Get(context.Background())
			return va + vb, errors.Join(err, err2)
		}
	}
	got, err := dispatch.Async(t.Context(), p, nest(6)).Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, 64, got)
}

func TestAsyncContexts(t *testing.T) {
	p := poolOf(t, 1)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := dispatch.Async(ended, p, func(context.Context) (int, error) { t.Error("called"); return 0, nil }).Get(t.Context())
	require.Equal(t, context.Canceled, err)

	type key struct{}
	hold := make(chan struct{})
	f := dispatch.Async(context.WithValue(t.Context(), key{}, 7), p, func(ctx context.Context) (any, error) {
		<-hold
		return ctx.Value(key{}), nil
	})
	_, err = f.Get(ended)
	require.Equal(t, context.Canceled, err, "of Get, not of the function")
	close(hold)
	v, err := f.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, 7, v)
	v, err = f.Get(ended)
	require.NoError(t, err, "the result is there")
	require.Equal(t, 7, v)
}

func TestAsyncPanicAndGoexit(t *testing.T) {
	p := poolOf(t, 1)
	for range 3 {
		_, err := dispatch.Async(t.Context(), p, func(context.Context) (int, error) { panics(); return 0, nil }).Get(t.Context())
		var e *dispatch.PanicError
		require.ErrorAs(t, err, &e)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.Contains(t, string(e.Stack), "dispatch_test.panics")
		_, err = dispatch.Async(t.Context(), p, func(context.Context) (int, error) { runtime.Goexit(); return 0, nil }).Get(t.Context())
		require.Equal(t, dispatch.ErrGoexit, err)
	}
}

func TestAsyncAndClose(t *testing.T) {
	p := poolOf(t, 1)
	hold, begun := make(chan struct{}), make(chan struct{})
	var ended atomic.Bool
	first := dispatch.Async(t.Context(), p, func(context.Context) (int, error) {
		close(begun)
		<-hold
		ended.Store(true)
		return 1, nil
	})
	<-begun
	second := dispatch.Async(t.Context(), p, func(context.Context) (int, error) { t.Error("called"); return 2, nil })
	go func() {
		<-second.Done() // by Close
		close(hold)
	}()
	require.NoError(t, p.Close())
	require.True(t, ended.Load(), "Close waits for what has begun")
	_, err := second.Get(t.Context())
	require.ErrorIs(t, err, dispatch.ErrClosed)
	v, err := first.Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, v)
}

func TestAsyncArguments(t *testing.T) {
	f := func(context.Context) (int, error) { return 0, nil }
	require.PanicsWithValue(t, "sumlog/dispatch: Async: nil context", func() { dispatch.Async(noContext, nil, f) })
	require.PanicsWithValue(t, "sumlog/dispatch: Async: nil function", func() { dispatch.Async[int](t.Context(), nil, nil) })
	require.PanicsWithValue(t, "sumlog/dispatch: Get: nil context", func() {
		_, _ = dispatch.Async(t.Context(), nil, f).Get(noContext)
	})
}
