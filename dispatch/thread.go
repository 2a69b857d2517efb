package dispatch

import (
	"bytes"
	"runtime"
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

// pinThread locks the worker's goroutine to its thread and pins the thread.
func (w *worker) pinThread() {
	for range firstLocks {
		runtime.LockOSThread()
	}
	w.locks, w.threads, w.unlocked = firstLocks, threadCount(), false
	id := threadID()
	w.thread.Store(id)
	workerThreads.add(int(id))
	w.pinErr = pin(w.cpu)
}

// ownsThread reports, after a job with tasks, whether the worker's thread is still its own.
// The caller replaces a worker without.
func (w *worker) ownsThread() bool {
	if w.cpu < 0 {
		return true
	}
	w.noticeUnlock()
	runtime.LockOSThread()
	w.locks++
	return !w.unlocked && threadID() == w.thread.Load() && w.locks < maxLocks
}

// noticeUnlock sets unlocked where threads may have been cloned from the worker's, though its
// goroutine may be back on it. The runtime's answer takes 10 µs, so it is asked only when the
// number of threads has changed.
func (w *worker) noticeUnlock() {
	n := threadCount()
	w.unlocked = w.unlocked || n != w.threads && !lockedToThread()
	w.threads = n
}

// releaseThread ends the worker's use of its thread, and leaves no thread confined to the
// worker's CPU once the goroutine has returned.
func (w *worker) releaseThread() {
	if w.cpu < 0 {
		return
	}
	id := w.thread.Swap(0)
	w.noticeUnlock()
	runtime.LockOSThread()
	if threadID() == id {
		// The thread ends with the goroutine, which is locked to it.
		workerThreads.end(int(id))
		if w.unlocked {
			widenThreads(w.cpu, 0)
		}
		return
	}
	// The goroutine must not end this thread, which may be the main one.
	for lockedToThread() {
		for range firstLocks {
			runtime.UnlockOSThread()
		}
	}
	workerThreads.remove(int(id))
	widenThreads(w.cpu, int(id))
}

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
