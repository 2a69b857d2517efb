package dispatch

import (
	"context"
	"runtime"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/require"
)

// Calls in a series have workers woken once they have done alone what that costs.
func TestSeries(t *testing.T) {
	const price, work, gap = 100_000, 30_000, 40 * time.Microsecond
	at := time.Duration(0)
	var s series
	until := func(gap time.Duration) (calls int) { // one wakes
		for calls = 1; calls < 1000 && !s.pays(work, price, at); calls++ {
			at += gap
		}
		at += gap
		return calls
	}
	require.Equal(t, 4, until(gap))
	require.Equal(t, 7, until(gap), "that was of no use")
	require.Equal(t, 14, until(gap), "nor that")
	s = series{} // they were awake
	require.Equal(t, 4, until(gap))
	s = series{}
	require.Equal(t, 1000, until(100*time.Microsecond), "no series")
	at -= time.Hour
	require.False(t, s.pays(work, price, at), "a clock that was set back")
}

// A pool that has done its work keeps nothing of it alive.
func TestNothingIsKept(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	large := func() weak.Pointer[[1 << 17]float64] {
		x := new([1 << 17]float64)
		p.LogAccumulate(x[:], x[:], 10)
		AddWith(p, x[:], x[:], x[:])
		p.For(100, 1, func(lo, _ int) { x[lo] = 1 })
		_ = p.ForContext(context.Background(), 100, 1, func(context.Context, int, int) error { panic(x) })
		return weak.Make(x)
	}()
	runtime.GC()
	runtime.GC()
	require.Nil(t, large.Value())
}
