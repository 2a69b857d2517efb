package dispatch

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/stretchr/testify/require"
)

// With fewer Ps than workers nobody spins: a worker that does takes a P from one
// that has work.
func TestSpinningNeedsPs(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	p, err := NewPool(WithWorkers(3))
	require.NoError(t, err)
	defer p.Close()
	for procs := 4; procs >= 1; procs-- {
		runtime.GOMAXPROCS(procs)
		p.For(100, 1, func(int, int) {})
		require.Equal(t, procs >= 3, p.awake.Load(), "%d Ps", procs)
	}
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
