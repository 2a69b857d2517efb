package dispatch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"sync/atomic"

	"sumlog/internal/cpu"
)

// A pinned worker calls LockOSThread many times, so that a task which undoes one too many
// leaves the worker locked. A task can undo them all: the runtime then runs other goroutines
// on the thread, and clones its mask into new threads.
const (
	firstLocks = 256
	// maxLocks is the number of calls, one more after each job with tasks, from which the
	// worker is replaced, long before the runtime's counter overflows.
	maxLocks = 1 << 20
)

// ownThread is the thread that a pinned worker has for itself.
type ownThread struct {
	cpu      int          // the CPU to pin to, unless negative
	pinErr   error        // why it is not pinned to cpu
	thread   atomic.Int32 // the thread that it has pinned, or 0
	threads  int          // the runtime's thread count when last read
	unlocked bool         // a task has unlocked the goroutine from its thread
	locks    int          // calls of LockOSThread that are not undone, as far as known
}

// pinThread locks the worker's goroutine to its thread and pins the thread.
func (t *ownThread) pinThread() {
	for range firstLocks {
		runtime.LockOSThread()
	}
	t.locks, t.threads, t.unlocked = firstLocks, threadCount(), false
	id := cpu.ThreadID()
	t.thread.Store(int32(id))
	workerThreads.Store(id, inUse)
	t.pinErr = pin(t.cpu)
}

// ownsThread reports, after a job with tasks, whether the worker's thread is still its own.
// The caller replaces a worker without.
func (t *ownThread) ownsThread() bool {
	if t.cpu < 0 {
		return true
	}
	t.noticeUnlock()
	runtime.LockOSThread()
	t.locks++
	return !t.unlocked && cpu.ThreadID() == int(t.thread.Load()) && t.locks < maxLocks
}

// noticeUnlock sets unlocked where threads may have been cloned from the worker's, though its
// goroutine may be back on it. The runtime's answer takes 10 µs, so it is asked only when the
// number of threads has changed.
func (t *ownThread) noticeUnlock() {
	n := threadCount()
	t.unlocked = t.unlocked || n != t.threads && !lockedToThread()
	t.threads = n
}

// releaseThread ends the worker's use of its thread, and leaves no thread confined to the
// worker's CPU once the goroutine has returned.
func (t *ownThread) releaseThread() {
	if t.cpu < 0 {
		return
	}
	id := int(t.thread.Swap(0))
	t.noticeUnlock()
	runtime.LockOSThread()
	if cpu.ThreadID() == id {
		// The thread ends with the goroutine, which is locked to it.
		workerThreads.Store(id, ending)
		if t.unlocked {
			widenThreads(t.cpu, 0)
		}
		return
	}
	// The goroutine must not end this thread, which may be the main one.
	for lockedToThread() {
		for range firstLocks {
			runtime.UnlockOSThread()
		}
	}
	workerThreads.Delete(id)
	widenThreads(t.cpu, id)
}

// misplaced reports whether the thread that the worker has pinned has another mask than its CPU: a
// task may have changed it, or the process's mask may have changed and changed back.
func (t *ownThread) misplaced() bool {
	id := int(t.thread.Load())
	if id == 0 {
		return false
	}
	mask, err := cpu.ThreadMask(id)
	return err == nil && mask != cpu.MaskOf(t.cpu)
}

// pin keeps the calling thread on one CPU. It is an error where the system accepts the call
// without the effect: another process may be changing the mask, or an emulator ignore it.
func pin(one int) error {
	only := cpu.MaskOf(one)
	if err := cpu.SetThreadMask(0, only); err != nil {
		return fmt.Errorf("%w for CPU %d", err, one)
	}
	if mask, err := cpu.ThreadMask(0); err == nil && mask != only {
		return fmt.Errorf("sched_setaffinity had no effect for CPU %d", one)
	}
	return nil
}

// pinRefused reports whether an error of pin is permanent.
func pinRefused(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported)
}

// onMainThread reports whether the caller, locked to its thread, is on the thread that the
// process began with.
func onMainThread() bool { return cpu.ThreadID() == os.Getpid() }

// lockedToThread reports whether the calling goroutine is locked to its thread. The runtime
// shows that only in the first line of a stack.
func lockedToThread() bool {
	var buf [128]byte
	line, _, _ := bytes.Cut(buf[:runtime.Stack(buf[:], false)], []byte("\n"))
	return bytes.Contains(line, []byte("locked to thread"))
}

// threadCount returns how many threads the runtime has.
func threadCount() int {
	n, _ := runtime.ThreadCreateProfile(nil)
	return n
}
