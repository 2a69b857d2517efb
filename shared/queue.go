package shared

import (
	"context"
	"slices"
	"sync"
)

// queue lets one writer or any number of readers in, in the order of their coming. A
// sync.RWMutex does so too, but a waiter cannot give up.
type queue struct {
	mu      sync.Mutex
	readers int
	writer  bool
	waiting []*waiter
}

type waiter struct {
	write   bool
	granted chan struct{} // closed when it has the lock
}

// enter returns nil when the caller is in.
func (q *queue) enter(ctx context.Context, write, wait bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	q.mu.Lock()
	if len(q.waiting) == 0 && q.free(write) {
		q.grant(write)
		q.mu.Unlock()
		return nil
	}
	if !wait {
		q.mu.Unlock()
		return errBusy
	}
	w := &waiter{write, make(chan struct{})}
	q.waiting = append(q.waiting, w)
	q.mu.Unlock()

	select {
	case <-w.granted:
		return nil
	case <-ctx.Done():
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, w)
	if i < 0 {
		return nil // let in meanwhile
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	q.dispatch() // those that waited behind this writer
	return ctx.Err()
}

// leave returns what enter granted.
func (q *queue) leave(write bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if write {
		q.writer = false
	} else {
		q.readers--
	}
	q.dispatch()
}

// has reports whether the queue is granted in that way.
func (q *queue) has(write bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if write {
		return q.writer
	}
	return q.readers > 0
}

func (q *queue) free(write bool) bool { return !q.writer && (!write || q.readers == 0) }

func (q *queue) grant(write bool) {
	if write {
		q.writer = true
	} else {
		q.readers++
	}
}

// dispatch grants what can be granted, from the front.
func (q *queue) dispatch() {
	for len(q.waiting) > 0 && q.free(q.waiting[0].write) {
		w := q.waiting[0]
		q.waiting = slices.Delete(q.waiting, 0, 1)
		q.grant(w.write)
		close(w.granted)
	}
}
