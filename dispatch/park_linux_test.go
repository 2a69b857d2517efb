package dispatch

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Workers that park by the runtime's means, because the futex is refused, wake as others do, and
// park at the futex where it works again.
func TestParkWithoutFutex(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	p, err := NewPool(WithWorkers(4))
	require.NoError(t, err)
	defer p.Close()
	together := func() { // all workers run
		var arrived sync.WaitGroup
		arrived.Add(4)
		p.For(4, 1, func(int, int) {
			arrived.Done()
			arrived.Wait()
		})
	}
	allPark := func() (inRuntime int) {
		for _, w := range p.workers {
			for end := time.Now().Add(30 * time.Second); w.state.Load() == spinning; time.Sleep(100 * time.Microsecond) {
				require.True(t, time.Now().Before(end))
			}
			if w.state.Load() == parkedInRuntime {
				inRuntime++
			}
		}
		return inRuntime
	}
	defer futexError.Store(nil)
	refused := errors.New("refused")
	require.Zero(t, allPark())
	for range 20 { // three of them work, each time
		futexError.Store(&refused)
		together()
		require.GreaterOrEqual(t, allPark(), 3)
		futexError.Store(nil)
		together()
		require.LessOrEqual(t, allPark(), len(p.workers)-3)
	}
}

// A parked worker stays parked when it is woken without a change of its state.
func TestParkedWorkerStaysParked(t *testing.T) {
	var p parker
	var state atomic.Uint32
	state.Store(parked)
	var returned atomic.Bool
	done := make(chan struct{})
	go func() {
		p.park(&state)
		returned.Store(true)
		close(done)
	}()
	for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); {
		p.unpark(&state)
		require.False(t, returned.Load())
	}
	state.Store(spinning)
	p.unpark(&state)
	<-done
}
