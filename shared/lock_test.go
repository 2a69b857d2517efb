package shared

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestQueueOrder has writers and readers come while a writer is in.
func TestQueueOrder(t *testing.T) {
	var q queue
	require.NoError(t, q.enter(t.Context(), true, true))
	var order []string
	var mu sync.Mutex
	var done sync.WaitGroup
	come := func(ctx context.Context, name string, write bool) {
		done.Go(func() {
			if q.enter(ctx, write, true) != nil {
				return
			}
			mu.Lock()
			order = append(order, name)
			mu.Unlock()
			q.leave(write)
		})
		for { // until it waits
			q.mu.Lock()
			n := len(q.waiting)
			last := n > 0 && q.waiting[n-1].write == write
			q.mu.Unlock()
			if last {
				return
			}
			runtime.Gosched()
		}
	}
	come(t.Context(), "writer 1", true)
	come(t.Context(), "reader", false)
	come(t.Context(), "writer 2", true)
	require.ErrorIs(t, q.enter(t.Context(), false, false), errBusy, "no overtaking")
	q.leave(true)
	done.Wait()
	assert.Equal(t, []string{"writer 1", "reader", "writer 2"}, order)
	assert.False(t, q.has(true) || q.has(false))
}

// TestQueueGivesUp: a writer that gives up lets the readers behind it in.
func TestQueueGivesUp(t *testing.T) {
	var q queue
	require.NoError(t, q.enter(t.Context(), false, true))
	ctx, cancel := context.WithCancel(t.Context())
	writer, reader := make(chan error, 1), make(chan error, 1)
	wait := func(n int) {
		for {
			q.mu.Lock()
			there := len(q.waiting) == n
			q.mu.Unlock()
			if there {
				return
			}
			runtime.Gosched()
		}
	}
	go func() { writer <- q.enter(ctx, true, true) }()
	wait(1)
	go func() { reader <- q.enter(t.Context(), false, true) }()
	wait(2)
	cancel()
	require.ErrorIs(t, <-writer, context.Canceled)
	require.NoError(t, <-reader)
	q.leave(false)
	q.leave(false)
	require.ErrorIs(t, q.enter(ctx, true, true), context.Canceled, "it had ended before")
	require.NoError(t, q.enter(t.Context(), true, true))
}

// TestLockGoroutines has goroutines add to elements that only the lock protects.
func TestLockGoroutines(t *testing.T) {
	a, err := New[int64](2, 1)
	require.NoError(t, err)
	defer shut(t, a)
	var done sync.WaitGroup
	const n = 500
	for range 4 {
		done.Go(func() {
			for range n {
				if !assert.NoError(t, a.Lock(t.Context())) {
					return
				}
				x := a.At(0, 0)
				runtime.Gosched()
				a.Set(0, 0, x+1)
				a.Set(1, 0, x+1)
				assert.NoError(t, a.Unlock())
			}
		})
		done.Go(func() {
			for range n {
				if !assert.NoError(t, a.RLock(context.Background())) {
					return
				}
				x := a.At(0, 0)
				runtime.Gosched()
				assert.Equal(t, x, a.At(1, 0))
				assert.NoError(t, a.RUnlock())
			}
		})
	}
	done.Wait()
	assert.EqualValues(t, 4*n, a.At(0, 0))
}

func TestTryLock(t *testing.T) {
	a, err := New[int64](4, 1)
	require.NoError(t, err)
	try := func(f func() (bool, error)) bool {
		t.Helper()
		ok, err := f()
		require.NoError(t, err)
		return ok
	}
	require.True(t, try(a.TryLock))
	part := a.RowRange(1, 2) // has the same lock
	require.False(t, try(part.TryLock))
	require.False(t, try(a.TryRLock))
	require.NoError(t, part.Unlock())
	require.True(t, try(a.TryRLock))
	require.True(t, try(a.TryRLock))
	require.False(t, try(a.TryLock))
	require.NoError(t, a.RUnlock())
	require.False(t, try(a.TryLock))
	require.NoError(t, a.RUnlock())
	require.True(t, try(a.TryLock))

	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.Equal(t, context.DeadlineExceeded, a.Lock(ctx))
	require.Equal(t, context.DeadlineExceeded, a.RLock(ctx))
	assert.Equal(t, "sumlog/shared: RUnlock: array is not locked", panicText(func() { _ = a.RUnlock() }))

	closed := make(chan error)
	go func() { closed <- a.Close() }()
	for a.Retain() == nil { // until Close has begun; it waits for the lock
		a.Release()
		runtime.Gosched()
	}
	a.Set(0, 0, 1)
	require.NoError(t, a.Unlock())
	require.NoError(t, <-closed)

	_, err = a.TryLock()
	require.ErrorIs(t, err, ErrClosed)
	require.EqualError(t, a.Lock(t.Context()), "sumlog/shared: Lock: array already closed")
	require.ErrorIs(t, a.RLock(t.Context()), ErrClosed)
	assert.Equal(t, "sumlog/shared: Unlock: array is not locked", panicText(func() { _ = a.Unlock() }))
	var none context.Context // what a caller forgot
	assert.Equal(t, "sumlog/shared: Lock: nil context", panicText(func() { _ = a.Lock(none) }))
}
