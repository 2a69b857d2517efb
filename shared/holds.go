package shared

import (
	"math"
	"sync"
	"sync/atomic"
)

// holds counts those who hold an array, and lets one closer wait for them.
//
// A sync.RWMutex would do the same, but for one case: whoever holds it must not
// ask for it again, since that waits for a closer who waits in turn. Here the
// second request fails instead.
type holds struct {
	state  atomic.Int64 // number of holders, plus ended once the closer has come
	ending atomic.Bool  // somebody is or was the closer
	last   sync.Mutex   // locked by the closer, unlocked by the last holder
}

const ended = math.MinInt64

// add takes one hold, unless the closer has come.
func (h *holds) add() bool {
	for {
		n := h.state.Load()
		if n < 0 {
			return false
		}
		if h.state.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// drop gives one hold back, if there is one.
func (h *holds) drop() bool {
	for {
		n := h.state.Load()
		if n == 0 || n == ended {
			return false
		}
		if h.state.CompareAndSwap(n, n-1) {
			if n-1 == ended {
				h.last.Unlock()
			}
			return true
		}
	}
}

// end lets no more holders in and waits for those that are there. It reports
// whether this call was the first; the others do not wait.
func (h *holds) end() bool {
	if !h.ending.CompareAndSwap(false, true) {
		return false
	}
	h.last.Lock()
	if h.state.Add(ended) != ended {
		h.last.Lock() // until the last holder unlocks it
	}
	return true
}

// over reports whether the closer has come and nobody is left.
func (h *holds) over() bool { return h.state.Load() == ended }
