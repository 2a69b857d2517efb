package dispatch

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/internal/cpu"
	"sumlog/internal/sys"
	"sumlog/kernel"
)

// The first line of a stack shows the lock, in this version of Go too.
func TestLockedToThread(t *testing.T) {
	require.False(t, lockedToThread())
	runtime.LockOSThread()
	require.True(t, lockedToThread())
	runtime.UnlockOSThread()
	require.False(t, lockedToThread())
}

// A worker is replaced long before its calls of LockOSThread overflow a counter.
func TestWorkerIsReplacedAfterManyLocks(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	w := &ownThread{threads: threadCount()}
	w.thread.Store(int32(cpu.ThreadID()))
	require.True(t, w.ownsThread())
	w.locks = maxLocks - 1
	require.False(t, w.ownsThread())
	runtime.UnlockOSThread()
	runtime.UnlockOSThread()
}

// Without /proc, too, a pool that is made on a pinned thread has as many workers.
func TestProcessMaskWithoutProc(t *testing.T) {
	want, err := processMask()
	if err != nil || want.Count() < 2 {
		t.Skip("needs two CPUs")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(want.Count()))
	defer sys.FailWith(nil)
	sys.FailWith(func(_, path string) error {
		if path == "/proc/self/task" {
			return unix.ENOENT
		}
		return nil
	})
	p, err := NewPool(WithPinning(true))
	require.NoError(t, err)
	defer p.Close()
	done := make(chan bool, want.Count())
	p.For(want.Count(), 1, func(int, int) {
		defer func() { done <- true }()
		for len(done) == 0 && unix.Gettid() == unix.Getpid() {
			time.Sleep(time.Millisecond) // the check is for a worker
		}
		mask, err := processMask()
		if err != nil || mask != want {
			t.Errorf("%v, %v", mask, err)
		}
		if n := new(Pool).Workers(); n != want.Count() {
			t.Errorf("%d workers", n)
		}
	})
}

// A worker's thread, whatever its mask, does not change the process's.
func TestProcessMaskIsNotThatOfWorkers(t *testing.T) {
	before, err := processMask()
	if err != nil || before.Count() < 2 || cpu.Threads() == nil {
		t.Skip("needs two CPUs, and /proc")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	l, _, err := machine()
	require.NoError(t, err)
	p, err := NewPool(WithPinning(true), WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	// The process is confined to one CPU while a worker stays pinned to the other.
	others := otherThreads(cpu.Threads())
	for _, w := range p.workers {
		require.NotContains(t, others, int(w.thread.Load()))
	}
	only := cpu.MaskOf(l.cpus[0])
	set := func(mask cpu.Mask) {
		for _, id := range otherThreads(cpu.Threads()) {
			if err := cpu.SetThreadMask(id, mask); err != nil {
				require.ErrorIs(t, err, unix.ESRCH)
			}
		}
	}
	defer set(before)
	set(only)
	set(only) // a thread may have started meanwhile
	mask, err := processMask()
	require.NoError(t, err)
	require.Equal(t, only, mask)
	require.True(t, maskChanged(before))
	require.True(t, slices.ContainsFunc(p.workers, func(w *worker) bool { return !only.IsSet(w.cpu) }))
}

// A pin that fails for any one worker leaves all unpinned, and the pool tries again when the
// reason may have passed.
func TestPinFailsForOne(t *testing.T) {
	mask, err := processMask()
	if err != nil || mask.Count() < 2 {
		t.Skip("needs two CPUs")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	defer sys.FailWith(nil)
	for _, errno := range []unix.Errno{unix.EINVAL, unix.EPERM} {
		for fails := range 2 {
			var calls atomic.Int64
			sys.FailWith(func(name, _ string) error {
				if name == "sched_setaffinity" && calls.Add(1) == int64(fails+1) {
					return errno
				}
				return nil
			})
			p, err := NewPool(WithPinning(true), WithWorkers(2))
			require.NoError(t, err)
			r := p.Report()
			require.False(t, r.Pinned)
			require.Contains(t, r.Pinning, "sched_setaffinity: "+errno.Error()+" for CPU ")
			var both sync.WaitGroup
			both.Add(2)
			p.For(2, 1, func(int, int) { both.Done(); both.Wait() })
			require.True(t, p.mu.TryLock())
			p.checkedAt = -time.Hour // when the pool reads the mask again
			p.mu.Unlock()
			p.For(2, 1, func(int, int) {})
			require.Equal(t, errno == unix.EINVAL, p.Report().Pinned)
			require.NoError(t, p.Close())
		}
	}
}

// A system that accepts the mask of a worker and ignores it does not pin.
func TestPinWithoutEffect(t *testing.T) {
	if mask, err := processMask(); err != nil || mask.Count() < 2 {
		t.Skip("needs two CPUs")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	defer sys.FailWith(nil)
	sys.FailWith(func(name, _ string) error {
		if name == "sched_setaffinity" {
			return sys.ErrIgnored
		}
		return nil
	})
	p, err := NewPool(WithPinning(true), WithWorkers(2))
	require.NoError(t, err)
	defer p.Close()
	require.False(t, p.Report().Pinned)
	require.Contains(t, p.Report().Pinning, "sched_setaffinity had no effect for CPU ")
}

// TestEveryCallRefused has the n-th system call of a pool fail, for every n, and all of
// its name from there on. The pool computes, wakes its workers, and ends.
func TestEveryCallRefused(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	defer sys.FailWith(nil)
	x := make([]float64, 1<<20)
	for i := range x {
		x[i] = 1 + float64(i%100)
	}
	sum := func(p *Pool) float64 {
		products := make([]kernel.Product, len(x)/4096)
		require.NoError(t, p.Do(t.Context(), Work{N: len(products), Align: 1, MinChunk: 1, MaxChunk: 16, Cost: time.Millisecond},
			taskFunc(func(lo, hi int) {
				for i := lo; i < hi; i++ {
					products[i].Add(kernel.Best(), x[i*4096:(i+1)*4096])
				}
			})))
		var all kernel.Product
		for _, product := range products {
			all.Merge(product)
		}
		return all.Log()
	}
	want := kernel.SumLog(kernel.Best(), x)
	use := func() {
		p, err := NewPool(WithWorkers(2), WithPinning(true))
		require.NoError(t, err)
		require.Equal(t, want, sum(p))
		require.Eventually(t, func() bool { // a worker that parks makes calls too
			return p.workers[0].state.Load() != spinning && (len(p.workers) < 2 || p.workers[1].state.Load() != spinning)
		}, 30*time.Second, time.Millisecond)
		require.Equal(t, want, sum(p))
		require.NotEmpty(t, p.Report().Pinning)
		require.NoError(t, p.Close())
	}
	var calls atomic.Int64
	sys.FailWith(func(string, string) error { calls.Add(1); return nil })
	use()
	total := int(calls.Load())
	require.Greater(t, total, 10)
	for _, errno := range []unix.Errno{unix.EPERM, unix.ENOSYS, unix.EINVAL, unix.EINTR} {
		for n := 1; n <= total; n++ {
			for _, all := range []bool{false, true} {
				calls.Store(0)
				var name atomic.Value
				name.Store("")
				sys.FailWith(func(call, _ string) error {
					i := int(calls.Add(1))
					if i == n {
						name.Store(call)
					}
					if i == n || all && i > n && call == name.Load() {
						return errno
					}
					return nil
				})
				use()
				sys.FailWith(nil)
				futexError.Store(nil)
			}
		}
	}
	t.Logf("%d calls", total)
}
