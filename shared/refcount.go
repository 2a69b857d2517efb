package shared

import (
	"math"
	"sync"
	"sync/atomic"
)

// refcount counts the users of a mapping, and lets one closer wait for them.
//
// A sync.RWMutex would do the same, but for one case: a user that asks again while a
// closer waits would deadlock. Here the second request fails instead.
type refcount struct {
	state   atomic.Int64 // number of users, plus closed once the closer has come
	closing atomic.Bool  // Close has been called
	last    sync.Mutex   // locked by the closer, unlocked by the last user
}

const closed = math.MinInt64

// retain adds a user, unless the closer has come.
func (r *refcount) retain() bool {
	for {
		n := r.state.Load()
		if n < 0 {
			return false
		}
		if r.state.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// release removes a user, if there is one.
func (r *refcount) release() bool {
	for {
		n := r.state.Load()
		if n == 0 || n == closed {
			return false
		}
		if r.state.CompareAndSwap(n, n-1) {
			if n-1 == closed {
				r.last.Unlock()
			}
			return true
		}
	}
}

// close admits no more users and waits for those that are there. It reports whether
// this call was the first; the others do not wait.
func (r *refcount) close() bool {
	if !r.closing.CompareAndSwap(false, true) {
		return false
	}
	r.last.Lock()
	if r.state.Add(closed) != closed {
		r.last.Lock() // until the last user unlocks it
	}
	return true
}

// drained reports whether the closer has come and no user is left.
func (r *refcount) drained() bool { return r.state.Load() == closed }
