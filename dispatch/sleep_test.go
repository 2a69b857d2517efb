package dispatch

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Workers that have slept through a crowd, by the runtime's means, wake as others do, and
// sleep in their beds again.
func TestSleepInACrowd(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	p, err := NewPool(WithWorkers(4))
	require.NoError(t, err)
	defer p.Close()
	together := func() { // all are awake
		var come sync.WaitGroup
		come.Add(4)
		p.For(4, 1, func(int, int) {
			come.Done()
			come.Wait()
		})
	}
	allSleep := func() (gated int) {
		for _, w := range p.workers {
			for end := time.Now().Add(30 * time.Second); w.state.Load() != asleep; time.Sleep(100 * time.Microsecond) {
				require.True(t, time.Now().Before(end))
			}
			if w.gated.Load() {
				gated++
			}
		}
		return gated
	}
	require.Zero(t, allSleep())
	for range 20 { // three of them work, each time
		p.crowd.until.Store(int64(time.Since(loaded) + time.Hour))
		together()
		require.GreaterOrEqual(t, allSleep(), 3)
		p.crowd.until.Store(0)
		together()
		require.LessOrEqual(t, allSleep(), len(p.workers)-3)
	}
}

// Who is called in its bed stays there until it is woken: the call may be taken back.
func TestCalledInBed(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	var b bed
	b.make()
	var state atomic.Uint32
	state.Store(asleep)
	var up atomic.Bool
	done := make(chan struct{})
	go func() {
		b.sleep(&state)
		up.Store(true)
		close(done)
	}()
	for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); {
		require.True(t, state.CompareAndSwap(asleep, called))
		require.False(t, up.Load())
		require.True(t, state.CompareAndSwap(called, asleep))
	}
	state.Store(assigned)
	b.wake(&state)
	<-done
}
