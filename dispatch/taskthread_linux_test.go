package dispatch_test

import (
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/dispatch"
)

// allThreadsWide reports whether each thread of the process has that mask.
func allThreadsWide(t *testing.T, mask string) bool {
	for _, th := range threads(t) {
		if th.allowed != mask {
			return false
		}
	}
	return true
}

// A task that unlocks its goroutine from the worker's thread leaves no thread confined
// to the worker's CPU, and the pool keeps a worker on each.
func TestUnlockOSThreadInATask(t *testing.T) {
	needCPUs(t, 2)
	procs(t, runtime.NumCPU())
	mask := threads(t)[os.Getpid()].allowed
	for name, task := range map[string]func(){
		"once":             runtime.UnlockOSThread,
		"often":            unlockAll,
		"and sleeps":       func() { unlockAll(); time.Sleep(2 * time.Millisecond) },
		"and yields":       func() { unlockAll(); runtime.Gosched() },
		"and blocks":       func() { unlockAll(); unblocked() },
		"and locks again":  func() { unlockAll(); time.Sleep(time.Millisecond); runtime.LockOSThread() },
		"and panics":       func() { unlockAll(); time.Sleep(time.Millisecond); panics() },
		"and exits":        func() { unlockAll(); time.Sleep(time.Millisecond); runtime.Goexit() },
		"exits at once":    func() { unlockAll(); runtime.Goexit() },
		"locks and locks":  func() { runtime.LockOSThread(); runtime.LockOSThread() },
		"widens its mask":  func() { widen(t) },
		"narrows its mask": func() { mask0(t) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPool(t, dispatch.WithPinning(true))
			workers := p.Workers()
			var cpus []string
			for range 2 {
				done := make(chan struct{})
				go func() { // the task may end it
					defer close(done)
					caller := goroutine()
					m := newBarrier(workers)
					caught(func() {
						p.For(8, 1, func(int, int) {
							m.Wait()
							if goroutine() != caller {
								task()
							}
						})
					})
				}()
				<-done
				m := newBarrier(workers)
				p.For(1000, 1, func(int, int) { m.Wait() }) // all workers take part
			}
			eventually(t, "one thread on each CPU", func() bool {
				// A pool reads its workers' masks ten times a second.
				p.For(2, 1, func(int, int) {})
				cpus, _ = pinned(t)
				return len(cpus) == workers && len(slices.Compact(cpus)) == workers
			})
			require.NoError(t, p.Close())
			eventually(t, "all threads have the process's mask", func() bool { return allThreadsWide(t, mask) })
		})
	}
}

// unblocked blocks until another goroutine has run.
func unblocked() {
	c := make(chan struct{})
	go close(c)
	<-c
}

// widen and mask0 change the mask of a worker's thread.
func widen(t *testing.T) {
	var set unix.CPUSet
	for cpu := range 64 {
		set.Set(cpu)
	}
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		t.Error(err)
	}
}

func mask0(t *testing.T) {
	var set unix.CPUSet
	set.Set(dispatch.Report().CPUs[0])
	if err := unix.SchedSetaffinity(0, &set); err != nil {
		t.Error(err)
	}
}

// A pool that is made inside a task, or first used there, has as many workers as outside,
// though the thread is confined to one CPU.
func TestPoolInsideATask(t *testing.T) {
	needCPUs(t, 2)
	procs(t, runtime.NumCPU())
	p := newPool(t, dispatch.WithPinning(true))
	caller, workers := goroutine(), p.Workers()
	m := newBarrier(workers)
	p.For(100, 1, func(int, int) {
		m.Wait()
		if goroutine() == caller {
			return
		}
		inner, err := dispatch.NewPool()
		if err != nil {
			t.Error(err)
			return
		}
		if n := inner.Workers(); n != workers {
			t.Errorf("%d workers inside a task, %d outside", n, workers)
		}
		if err := inner.Close(); err != nil {
			t.Error(err)
		}
		if n := new(dispatch.Pool).Workers(); n != workers {
			t.Errorf("%d workers of a zero pool inside a task, %d outside", n, workers)
		}
	})
}
