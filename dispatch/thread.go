package dispatch

import (
	"bytes"
	"runtime"
)

// A pinned worker keeps its goroutine on its thread by many LockOSThread calls, so that a
// task which undoes one too many leaves the worker alone. Tasks can undo them all: the
// runtime then runs other goroutines on the thread, and clones its mask into new threads.
const (
	firstLocks = 256
	// maxLocks is from how many calls on, of one after each job with tasks, another worker
	// takes the place of this one, long before the runtime's counter overflows.
	maxLocks = 1 << 20
)

// hold locks the worker's goroutine to its thread and pins that.
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

// holds reports, after a job with tasks, whether the worker still has its thread for
// itself. The caller replaces a worker that has not.
func (w *worker) ownsThread() bool {
	if w.cpu < 0 {
		return true
	}
	w.noticeUnlock()
	runtime.LockOSThread()
	w.locks++
	return !w.unlocked && threadID() == w.thread.Load() && w.locks < maxLocks
}

// noticeUnlock sets unlocked where threads may have been cloned from the worker's, though
// its goroutine may be back on it. To ask the runtime takes 10 µs, so it is asked only
// where there are other threads than before.
func (w *worker) noticeUnlock() {
	n := threadCount()
	w.unlocked = w.unlocked || n != w.threads && !lockedToThread()
	w.threads = n
}

// leave ends the worker's hold on its thread, and leaves no thread confined to the
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
	// The goroutine is on a thread that it must not end: that may be the main one.
	for lockedToThread() {
		for range firstLocks {
			runtime.UnlockOSThread()
		}
	}
	workerThreads.remove(int(id))
	widenThreads(w.cpu, int(id))
}

// lockedToThread reports whether the calling goroutine is locked to its thread, which the
// runtime tells nowhere but in the first line of a stack.
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
