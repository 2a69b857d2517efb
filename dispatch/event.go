package dispatch

import "sync"

// gate is where one goroutine waits for another to open: each open lets one pass
// through. It is a mutex that one locks and another unlocks, and not a channel,
// because a goroutine in a testing/synctest bubble may wait at a mutex for one
// outside, and wake one that waits outside.
type event struct{ mu sync.Mutex }

// shut makes the zero gate ready.
func (e *event) reset() { e.mu.TryLock() }

// pass waits until the gate is opened, and shuts it behind itself.
func (e *event) wait() { e.mu.Lock() }

// open lets one pass. There must be no second open before that one has passed.
func (e *event) signal() { e.mu.Unlock() }
