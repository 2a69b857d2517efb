package dispatch

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/internal/cpu"
)

// The caller does the chunk range of the core that it is on, and the workers pinned to the
// other cores do theirs: every time, so that no range changes cores.
func TestEachCoreHasItsRange(t *testing.T) {
	inherited, err := processMask()
	if runtime.NumCPU() < 2 || err != nil {
		t.Skip("needs two CPUs")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	p, err := NewPool(WithWorkers(2), WithPinning(true))
	require.NoError(t, err)
	defer p.Close()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer func() { require.NoError(t, unix.SchedSetaffinity(0, &inherited)) }()
	for range 5 {
		for _, here := range p.workers {
			require.NoError(t, pin(here.cpu))
			current, err := cpu.Current()
			require.NoError(t, err)
			require.Equal(t, here.cpu, current)
			var both sync.WaitGroup
			both.Add(2)
			on, by := make([]int, 2), make([]int, 2)
			j := p.begin(unknownWork)
			require.NotNil(t, j)
			j.partition(Work{N: 2, Align: 1, MinChunk: 1, MaxChunk: 1})
			j.ctx, j.task = context.Background(), taskFunc(func(lo, _ int) {
				on[lo], _ = cpu.Current()
				by[lo] = unix.Gettid()
				both.Done()
				both.Wait() // so that each does one
			})
			require.NoError(t, p.finish(j))
			for i, w := range p.workers {
				require.Equal(t, w.cpu, on[i])
				require.Equal(t, w == here, by[i] == unix.Gettid())
			}
		}
	}
}
