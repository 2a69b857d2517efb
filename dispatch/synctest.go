package dispatch

import (
	"sync"
	"time"
)

var startTime = time.Now()

// inBubble reports whether the caller is in a testing/synctest bubble: its clock has no
// monotonic reading. Workers must not belong to a bubble, which waits for its goroutines to end,
// nor poll a context made in one, which ends the process.
func inBubble(now time.Time) bool { return now == now.Round(0) }

// event makes one goroutine wait for another: each signal lets one wait return. It is a mutex
// that one goroutine locks and another unlocks, and not a channel, because a goroutine in a
// testing/synctest bubble may wait at a mutex for one outside, and wake one that waits
// outside.
type event struct{ mu sync.Mutex }

// reset makes the zero event ready for use.
func (e *event) reset() { e.mu.TryLock() }

// wait blocks until the event is signalled, and resets it.
func (e *event) wait() { e.mu.Lock() }

// signal lets one wait return. A second signal must come after that return.
func (e *event) signal() { e.mu.Unlock() }
