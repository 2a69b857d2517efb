package dispatch

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// Calls that follow each other closely wake workers once they have done serially what that
// costs.
func TestWakePolicy(t *testing.T) {
	const wakeCost, work, gap = 100_000, 30_000, 40 * time.Microsecond
	at := time.Duration(0)
	var w wakePolicy
	until := func(gap time.Duration) (calls int) { // until a call wakes
		for calls = 1; calls < 1000 && !w.shouldWake(work, wakeCost, at); calls++ {
			at += gap
		}
		at += gap
		return calls
	}
	require.Equal(t, 34, until(gap))
	require.Equal(t, 67, until(gap), "that wake was of no use")
	require.Equal(t, 134, until(gap), "and so was that")
	w = wakePolicy{} // the workers were awake
	require.Equal(t, 34, until(gap))
	w = wakePolicy{}
	require.Equal(t, 1000, until(100*time.Microsecond), "calls too far apart")
	at -= time.Hour
	require.False(t, w.shouldWake(work, wakeCost, at), "a clock that was set back")
}

// A pool that was contended since its last job wakes no worker for the next one, unless there is
// much to do. It is held all the same.
func TestContendedPoolWakesNone(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	isParked := func(w *worker) bool { return w.state.Load() != spinning }
	allPark := func() {
		for _, w := range p.workers {
			for end := time.Now().Add(30 * time.Second); !isParked(w); time.Sleep(time.Millisecond) {
				require.True(t, time.Now().Before(end))
			}
		}
	}
	const enough = minWorkParkedUnpinned // for a wake, pinned or not
	do := func(work float64, contend bool) (wakes bool) {
		allPark()
		j := p.begin(work)
		require.NotNil(t, j)
		wakes = p.wakeParked
		if contend {
			rejected := make(chan *job)
			go func() { rejected <- p.begin(minWorkSpinning) }()
			require.Nil(t, <-rejected)
		}
		done := 0
		if !wakes {
			j.partition(Work{N: 100, Align: 1, MinChunk: 1, MaxChunk: 1})
			j.ctx, j.task = context.Background(), taskFunc(func(lo, hi int) {
				done += hi - lo
				for _, w := range p.workers {
					require.True(t, isParked(w))
				}
			})
			require.NoError(t, p.finish(j))
			require.Equal(t, 100, done)
			return false
		}
		j.partition(Work{N: 1, Align: 1, MinChunk: 1, MaxChunk: 1})
		j.ctx, j.task = context.Background(), taskFunc(func(int, int) {})
		require.NoError(t, p.finish(j))
		return true
	}
	require.True(t, do(enough, false))
	require.True(t, do(enough, true))
	require.False(t, do(enough, true), "contended since")
	require.False(t, do(enough, false), "still")
	require.True(t, do(enough, true), "no more")
	require.True(t, do(minWorkContended, true), "there is much to do")
	require.False(t, do(minWorkSpinning, false), "held, even for little work")
	allPark()
	require.Nil(t, p.begin(minWorkSpinning), "too little for a wake")
}

// Functions that call the pool that calls them are no contention.
func TestNestedCallsAreNoContention(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	x := make([]float64, 100_000)
	rejected := 0
	nested := func() {
		y := make([]float64, len(x))
		require.NoError(t, p.Do(context.Background(), workOf(len(y), 100*time.Microsecond), logs(y)))
		if p.contended.Load() {
			rejected++
		}
	}
	p.For(2, 1, func(lo, _ int) {
		if lo == 0 {
			nested()
		}
	})
	require.False(t, p.contended.Load())
	err = p.ForContext(t.Context(), 2, 1, func(_ context.Context, lo, _ int) error {
		if lo == 0 {
			nested()
		}
		return nil
	})
	require.NoError(t, err)
	require.False(t, p.contended.Load())
	notified := false
	ctx := WithProgress(t.Context(), func(done, total int64) {
		if !notified && done < total {
			notified = true
			nested()
		}
	})
	for !notified { // reports come a hundred times a second at most
		require.NoError(t, p.Do(ctx, workOf(len(x), 100*time.Millisecond), taskFunc(func(lo, hi int) {
			kernel.LogAccumulateDirect(kernel.Best(), x[lo:hi], x[lo:hi], 200)
		})))
		require.False(t, p.contended.Load())
	}
	require.Equal(t, 3, rejected, "all three were")
}

// Work for all workers wakes all; work for spinning workers only wakes none.
func TestWaking(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(64))
	p, err := NewPool(WithWorkers(64), WithPinning(false))
	require.NoError(t, err)
	defer p.Close()
	parkedWorkers := func() (n int) {
		for _, w := range p.workers {
			if w.state.Load() != spinning {
				n++
			}
		}
		return n
	}
	allPark := func() {
		for end := time.Now().Add(30 * time.Second); parkedWorkers() < 63; time.Sleep(time.Millisecond) {
			require.True(t, time.Now().Before(end), "%d are parked", parkedWorkers())
		}
	}
	for range 5 {
		allPark()
		var arrived sync.WaitGroup
		arrived.Add(64)
		p.For(64, 1, func(int, int) {
			arrived.Done()
			arrived.Wait() // so that each does one
		})
	}
	allPark()
	require.Nil(t, p.begin(minWorkSpinning), "not worth waking for")
	state := p.workers[5].state.Load()
	p.workers[5].state.Store(spinning) // as if it were
	j := p.begin(minWorkSpinning)
	require.NotNil(t, j)
	j.partition(Work{N: 64, Align: 1, MinChunk: 1, MaxChunk: 1})
	j.ctx, j.task = context.Background(), taskFunc(func(int, int) {})
	require.NoError(t, p.finish(j))
	require.Equal(t, 62, parkedWorkers())
	require.True(t, p.workers[5].state.CompareAndSwap(spinning, state))
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
		_ = p.Do(context.Background(), workOf(len(x), time.Millisecond), logs(x[:]))
		p.For(100, 1, func(lo, _ int) { x[lo] = 1 })
		_ = p.ForContext(context.Background(), 100, 1, func(context.Context, int, int) error { panic(x) })
		return weak.Make(x)
	}()
	runtime.GC()
	runtime.GC()
	require.Nil(t, large.Value())
}

// taskFunc is a function as a task.
type taskFunc func(lo, hi int)

func (f taskFunc) Do(lo, hi int) { f(lo, hi) }

// logs is the task of taking the logarithms of x, in place.
func logs(x []float64) Task {
	return taskFunc(func(lo, hi int) { kernel.Log(kernel.Best(), x[lo:hi], x[lo:hi]) })
}

// workOf describes n indices that take that long.
func workOf(n int, cost time.Duration) Work {
	return Work{N: n, Align: 8, MinChunk: 64, MaxChunk: 4096, Cost: cost}
}
