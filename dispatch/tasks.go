package dispatch

import (
	"container/list"
	"sync"
)

// tasks are the functions that a pool's Async calls were given. As many run at once as the
// pool has workers, each on a goroutine of its own: a task that waits then holds up no worker,
// and in a testing/synctest bubble it is inside the bubble.
type tasks struct {
	mu                sync.Mutex
	waiting           list.List // of *task, the oldest first
	running           int       // how many run outside bubbles
	runningInSynctest int       // how many run in bubbles
	closed            bool
	drainWaiters      []*event
}

// task is the part of a Future that does not depend on its type.
type task struct {
	run        func()        // to be called once, on a goroutine of its own
	drop       func()        // to be called instead, where the pool is closed
	place      *list.Element // in waiting, or nil
	inSynctest bool          // begun only from its bubble, and begins no waiting task outside
}

// add starts t, now or when fewer than limit run.
func (ts *tasks) add(t *task, limit int) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	switch {
	case ts.closed:
		t.drop()
	case t.inSynctest || ts.running < limit:
		ts.begin(t, limit)
	default:
		t.place = ts.waiting.PushBack(t)
	}
}

// startNow starts t if it is still waiting, whatever the limit: a goroutine waits for it,
// which may be a running task.
func (ts *tasks) startNow(t *task, limit int) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t.place != nil {
		ts.remove(t)
		ts.begin(t, limit)
	}
}

// begin starts t and, when it has ended, the next one. The caller holds mu.
func (ts *tasks) begin(t *task, limit int) {
	count := &ts.running
	if t.inSynctest {
		count = &ts.runningInSynctest
	}
	*count++
	go func() {
		defer func() { // also when it calls runtime.Goexit
			ts.mu.Lock()
			*count--
			if ts.waiting.Len() > 0 && !t.inSynctest && ts.running < limit {
				next := ts.waiting.Front().Value.(*task)
				ts.remove(next)
				ts.begin(next, limit)
			}
			ts.notifyIfIdle()
			ts.mu.Unlock()
		}()
		t.run()
	}()
}

// notifyIfIdle signals drainWaiters when no task runs. The caller holds mu.
func (ts *tasks) notifyIfIdle() {
	if ts.running+ts.runningInSynctest > 0 {
		return
	}
	for _, e := range ts.drainWaiters {
		e.signal()
	}
	ts.drainWaiters = nil
}

// remove takes t off the list. The caller holds mu.
func (ts *tasks) remove(t *task) {
	ts.waiting.Remove(t.place)
	t.place = nil
}

// close drops the waiting tasks and waits for the running ones. If permanently, add fails from
// then on.
func (ts *tasks) close(permanently bool) {
	ts.mu.Lock()
	ts.closed = permanently
	for ts.waiting.Len() > 0 {
		t := ts.waiting.Front().Value.(*task)
		ts.remove(t)
		t.drop()
	}
	var e event
	e.reset()
	ts.drainWaiters = append(ts.drainWaiters, &e)
	ts.notifyIfIdle()
	ts.mu.Unlock()
	e.wait()
}
