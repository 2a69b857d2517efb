package dispatch

import (
	"fmt"
	"sync"
)

// tasks are the functions that a pool's Async calls were given. As many run at once as the
// pool has workers, each on a goroutine of its own: a task that waits then holds up no worker,
// and in a testing/synctest bubble it is inside the bubble.
type tasks struct {
	mu                sync.Mutex
	first, last       *task // the waiting tasks, oldest first
	running           int   // how many run outside bubbles
	runningInSynctest int   // how many run in bubbles
	closed            bool
	drainWaiters      []*event
}

// task is the part of a Future that does not depend on its type.
type task struct {
	run        func()      // to be called once, on a goroutine of its own
	drop       func(error) // to be called instead
	prev, next *task
	waiting    bool // in the list
	inSynctest bool // begun only from its bubble, and begins no waiting task outside
}

// add starts t, now or when fewer than limit run.
func (ts *tasks) add(t *task, limit int) error {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.closed {
		return fmt.Errorf("sumlog/dispatch: Async: %w", ErrClosed)
	}
	if t.inSynctest || ts.running < limit {
		ts.begin(t, limit)
		return nil
	}
	t.waiting = true
	t.prev = ts.last
	if ts.last == nil {
		ts.first = t
	} else {
		ts.last.next = t
	}
	ts.last = t
	return nil
}

// startNow starts t if it is still waiting, whatever the limit: a goroutine waits for it,
// which may be a running task.
func (ts *tasks) startNow(t *task, limit int) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t.waiting {
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
			if next := ts.first; next != nil && !t.inSynctest && ts.running < limit {
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
	if t.prev == nil {
		ts.first = t.next
	} else {
		t.prev.next = t.next
	}
	if t.next == nil {
		ts.last = t.prev
	} else {
		t.next.prev = t.prev
	}
	t.prev, t.next, t.waiting = nil, nil, false
}

// close drops the waiting tasks and waits for the running ones. If permanently, add fails from
// then on.
func (ts *tasks) close(permanently bool) {
	ts.mu.Lock()
	ts.closed = permanently
	for ts.first != nil {
		t := ts.first
		ts.remove(t)
		t.drop(fmt.Errorf("sumlog/dispatch: Async: %w", ErrClosed))
	}
	var e event
	e.reset()
	ts.drainWaiters = append(ts.drainWaiters, &e)
	ts.notifyIfIdle()
	ts.mu.Unlock()
	e.wait()
}
