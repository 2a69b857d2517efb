package dispatch

import "sync"

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
