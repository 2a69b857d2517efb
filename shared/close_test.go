package shared

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCloseTwice(t *testing.T) {
	for _, rows := range []int{0, 5} {
		a, err := New[float64](rows, 3, WithOrder(ColMajor))
		require.NoError(t, err)
		require.NoError(t, a.Close())
		for range 2 {
			err = a.Close()
			require.ErrorIs(t, err, ErrClosed)
			require.ErrorIs(t, err, os.ErrClosed)
			require.EqualError(t, err, "sumlog/shared: Close: array already closed")

			err = a.Retain()
			require.ErrorIs(t, err, ErrClosed)
			require.ErrorIs(t, err, os.ErrClosed)
			require.EqualError(t, err, "sumlog/shared: Retain: array already closed")
			assert.Equal(t, "sumlog/shared: Release: array is not retained", panicText(a.Release))
		}
		assert.Equal(t, rows, a.Rows())
		assert.Equal(t, 3, a.Cols())
		assert.Equal(t, ColMajor, a.Order())
	}
}

func TestReleaseWithoutRetainChangesNothing(t *testing.T) {
	a, err := New[int8](1, 1)
	require.NoError(t, err)
	assert.NotEmpty(t, panicText(a.Release))
	require.NoError(t, a.Retain())
	a.Release()
	assert.NotEmpty(t, panicText(a.Release))
	shut(t, a)
}

// TestCloseWaits holds an array twice and lets go one at a time.
func TestCloseWaits(t *testing.T) {
	a, err := New[int64](4, 4)
	require.NoError(t, err)
	require.NoError(t, a.Retain())
	require.NoError(t, a.Retain())

	done := make(chan error, 1)
	go func() { done <- a.Close() }()
	for { // until Close has begun
		if a.Retain() != nil {
			break
		}
		a.Release()
		runtime.Gosched()
	}
	stillOpen := func() {
		for range 1000 { // chances for a Close that does not wait to return
			runtime.Gosched()
		}
		select {
		case <-done:
			t.Fatal("Close returned while the array was held")
		default:
		}
		require.ErrorIs(t, a.Retain(), ErrClosed)
		require.ErrorIs(t, a.Close(), ErrClosed, "a second Close does not wait")
		a.Set(3, 3, a.At(3, 3)+1)
	}
	stillOpen()
	a.Release()
	stillOpen()
	assert.EqualValues(t, 2, a.At(3, 3))
	a.Release()
	require.NoError(t, <-done)
	assert.NotEmpty(t, panicText(func() { a.At(0, 0) }))
}

// TestCloseAmongHolders closes arrays under goroutines that use them all the time.
// A hold that Close overlooks is a fault, and a data race for the detector.
func TestCloseAmongHolders(t *testing.T) {
	for range 50 {
		a, err := New[int64](4, 8)
		require.NoError(t, err)
		var started, workers sync.WaitGroup
		var closed atomic.Int32
		for w := range 4 {
			started.Add(1)
			workers.Go(func() {
				defer func() {
					if a.Close() == nil {
						closed.Add(1)
					}
				}()
				for i := 0; a.Retain() == nil; i++ {
					if a.Retain() == nil { // fails when the closer has come meanwhile
						a.Release()
					}
					row := a.Row(w)
					row.Set(i%8, row.At(i%8)+1)
					a.Release()
					if i == 0 {
						started.Done()
					}
					runtime.Gosched() // where goroutines are not preempted, let Close begin
				}
			})
		}
		started.Wait()
		if a.Close() == nil {
			closed.Add(1)
		}
		workers.Wait()
		require.EqualValues(t, 1, closed.Load(), "exactly one Close succeeds")
	}
}

// TestForgottenArrayKeepsItsMemory drops an array whose slice is still in use.
func TestForgottenArrayKeepsItsMemory(t *testing.T) {
	data := func() []float64 {
		a, err := From(1, 3, []float64{1, 2, 3})
		require.NoError(t, err)
		return a.Data()
	}()
	for range 3 {
		runtime.GC()
	}
	data[0]++
	assert.Equal(t, []float64{2, 2, 3}, data)
}
