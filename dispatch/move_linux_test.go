package dispatch

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Short work is shared with the caller; long work is done by pinned workers
// alone, each of which begins with the same part every time.
func TestLongWorkMoves(t *testing.T) {
	if runtime.NumCPU() < 2 || inheritedErr != nil {
		t.Skip("needs two CPUs")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2), WithPinning(true))
	require.NoError(t, err)
	defer p.Close()
	self := unix.Gettid // of whoever calls it; workers stay on their threads
	var last []int
	for range 5 {
		for _, work := range []float64{worthMoving - 1, worthMoving} {
			runtime.LockOSThread()
			caller := self()
			var mu sync.Mutex
			var both sync.WaitGroup
			both.Add(2)
			by := make([]int, 2) // thread that did the first block of each part
			j := p.begin(work)
			require.NotNil(t, j)
			j.cut(2, 1, 1, 1)
			j.ctx, j.run = context.Background(), func(_ *job, lo, _ int) error {
				mu.Lock()
				by[lo] = self()
				mu.Unlock()
				both.Done()
				both.Wait() // nobody takes two
				return nil
			}
			require.NoError(t, p.finish(j, work))
			runtime.UnlockOSThread()
			require.Equal(t, work < worthMoving, slices.Contains(by, caller))
			if work >= worthMoving {
				require.NotEqual(t, by[0], by[1])
				if last != nil {
					require.Equal(t, last, by)
				}
				last = by
			}
		}
	}
}
