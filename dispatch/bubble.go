package dispatch

import "time"

var startTime = time.Now()

// inBubble reports whether the caller is in a testing/synctest bubble: its clock has no
// monotonic reading. Workers must not belong to a bubble, which waits for its goroutines to end,
// nor poll a context made in one, which ends the process.
func inBubble(now time.Time) bool { return now == now.Round(0) }
