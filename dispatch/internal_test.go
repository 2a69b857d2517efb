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
	require.Equal(t, 34, until(gap))
	require.Equal(t, 67, until(gap), "that was of no use")
	require.Equal(t, 134, until(gap), "nor that")
	s = series{} // they were awake
	require.Equal(t, 34, until(gap))
	s = series{}
	require.Equal(t, 1000, until(100*time.Microsecond), "no series")
	at -= time.Hour
	require.False(t, s.pays(work, price, at), "a clock that was set back")
}

// A crowd is callers with work for half of what the other CPUs can do, twice in a row. It
// is gone after seven jobs without, or after 10 ms without a call.
func TestCrowd(t *testing.T) {
	const job, work = time.Millisecond, 100_000
	var c crowd
	at := time.Duration(0)
	fills := func(cpus, refused int) bool {
		at += job
		for range refused {
			c.refuse(work, cpus)
		}
		return c.fills(cpus, at)
	}
	require.False(t, fills(2, 0))
	require.False(t, fills(2, 5))
	require.True(t, fills(2, 5))
	require.False(t, fills(2, 0), "they are gone")
	for range 100 {
		fills(2, 0)
		require.False(t, fills(2, 0))
		require.False(t, fills(2, 10), "one who comes now and then")
	}
	for range 100 {
		require.False(t, fills(2, 4), "one who does little")
	}
	for range 100 {
		require.False(t, fills(64, 10*31), "half of the CPUs are free")
	}
	for range 100 {
		require.False(t, fills(1, 0))
	}
	for range 100 {
		fills(64, 10*63)
	}
	for range crowdMost - crowdFrom {
		require.True(t, fills(64, 0), "a lull")
	}
	require.False(t, fills(64, 0))
	for range 100 {
		fills(64, 10*63)
	}
	at += crowdTime
	require.False(t, fills(64, 0), "another time")

	for range 1 << 20 {
		c.refuse(unknownWork, 2)
	}
	require.LessOrEqual(t, c.refused.Load(), int64(2*crowdTime+minWorkContended))
}

// In a crowd each works alone, unless there is much to do.
func TestCrowdsWorkAlone(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	p.plan.atOnce = 2 // even where there is one CPU
	at := time.Since(loaded) + time.Hour
	alone := func(work float64) bool {
		p.own.Lock()
		defer p.own.Unlock()
		at += time.Millisecond
		require.True(t, p.pays(work, at))
		return p.alone
	}
	refused := func() {
		p.own.Lock()
		defer p.own.Unlock()
		require.Nil(t, p.begin(1e6))
	}
	require.False(t, alone(1e6))
	refused()
	require.False(t, alone(1e6))
	require.False(t, p.isCrowded())
	refused()
	require.True(t, alone(1e6))
	require.True(t, p.isCrowded())
	refused()
	require.True(t, alone(minWorkSpinning), "so that others are refused")
	refused()
	require.False(t, alone(minWorkContended))
	refused()
	require.True(t, alone(minWorkContended-1))

	sleeps := func(w *worker) bool { return w.state.Load() == asleep }
	for _, w := range p.workers { // such a job is done by its caller, while the workers sleep
		for end := time.Now().Add(30 * time.Second); !sleeps(w); time.Sleep(time.Millisecond) {
			require.True(t, time.Now().Before(end))
		}
	}
	p.crowd.level, p.crowd.began = crowdMost, at
	j := p.begin(1e6)
	require.NotNil(t, j)
	refusal := make(chan *job)
	go func() { refusal <- p.begin(1e6) }()
	require.Nil(t, <-refusal, "refused meanwhile")
	done := 0
	j.cut(100, 1, 1, 1)
	j.ctx, j.task = context.Background(), taskFunc(func(lo, hi int) {
		done += hi - lo
		for _, w := range p.workers {
			require.True(t, sleeps(w))
		}
	})
	require.NoError(t, p.finish(j))
	require.Equal(t, 100, done)
}

// Functions that call the pool that calls them are no crowd.
func TestNoCrowdOfOne(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	x := make([]float64, 100_000)
	refused := 0
	nested := func() {
		y := make([]float64, len(x))
		require.NoError(t, p.Do(context.Background(), workOf(len(y), 100*time.Microsecond), logs(y)))
		refused += int(min(p.crowd.refused.Load(), 1))
	}
	p.For(2, 1, func(lo, _ int) {
		if lo == 0 {
			nested()
		}
	})
	require.Zero(t, p.crowd.refused.Load())
	err = p.ForContext(t.Context(), 2, 1, func(_ context.Context, lo, _ int) error {
		if lo == 0 {
			nested()
		}
		return nil
	})
	require.NoError(t, err)
	require.Zero(t, p.crowd.refused.Load())
	told := false
	ctx := WithProgress(t.Context(), func(done, total int64) {
		if !told && done < total {
			told = true
			nested()
		}
	})
	for !told { // it is told ten times a second
		require.NoError(t, p.Do(ctx, workOf(len(x), 100*time.Millisecond), taskFunc(func(lo, hi int) {
			kernel.LogAccumulateDirect(kernel.Best(), x[lo:hi], x[lo:hi], 1000)
		})))
		require.Zero(t, p.crowd.refused.Load())
	}
	require.Equal(t, 3, refused, "all three were")
}

// Work for all wakes all, though nobody wakes more than four; work for those who are
// awake wakes none.
func TestWakingInATree(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(64))
	p, err := NewPool(WithWorkers(64), WithPinning(false))
	require.NoError(t, err)
	defer p.Close()
	sleeping := func() (n int) {
		for _, w := range p.workers {
			if w.state.Load() == asleep {
				n++
			}
		}
		return n
	}
	allSleep := func() {
		for end := time.Now().Add(30 * time.Second); sleeping() < 63; time.Sleep(time.Millisecond) {
			require.True(t, time.Now().Before(end), "%d sleep", sleeping())
		}
	}
	for range 5 {
		allSleep()
		var come sync.WaitGroup
		come.Add(64)
		p.For(64, 1, func(int, int) {
			come.Done()
			come.Wait() // nobody does two
		})
	}
	allSleep()
	require.Nil(t, p.begin(minWorkSpinning), "not worth waking for")
	p.workers[5].state.Store(idle) // as if it were awake
	j := p.begin(minWorkSpinning)
	require.NotNil(t, j)
	j.cut(64, 1, 1, 1)
	j.ctx, j.task = context.Background(), taskFunc(func(int, int) {})
	require.NoError(t, p.finish(j))
	require.Equal(t, 62, sleeping())
	require.True(t, p.workers[5].state.CompareAndSwap(idle, asleep))
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
