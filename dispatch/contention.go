package dispatch

import (
	"sync/atomic"
	"time"
)

// contention detects that there are enough callers for all CPUs. Each then works serially, and
// they are as fast as goroutines without a pool: a worker that wakes beside them comes too
// late and, when it parks again, keeps its P from them for up to 10 ms. A serial caller holds
// the pool, so that rejected calls keep contention visible.
type contention struct {
	rejected atomic.Int64  // nanoseconds of work that the current job has rejected
	score    int           // contended jobs, less the others, within [0, maxScore]
	began    time.Duration // when the last job began
	expires  atomic.Int64  // when contention is forgotten, as a Duration
}

const (
	// serialScore is the score from which jobs are serial: an occasional second caller does
	// not reach it.
	serialScore = 2
	// maxScore bounds the score, and so the number of serial jobs after contention ends.
	maxScore = 8
	// contentionTime is how long contention is remembered without calls.
	contentionTime = 10 * time.Millisecond
)

// reject records a call that found the pool busy, where that many goroutines run at once. It
// stops counting at the work that they can do in contentionTime.
func (c *contention) reject(work float64, parallelism int) {
	if c.rejected.Load() < int64(parallelism)*int64(contentionTime) {
		c.rejected.Add(int64(min(work, minWorkContended)))
	}
}

// saturated reports whether the pool is contended when a job begins at now. A job counts as
// contended where the calls rejected since the last job began had work for the other CPUs half
// of the time.
func (c *contention) saturated(parallelism int, now time.Duration) bool {
	since := now - c.began
	switch rejected := time.Duration(c.rejected.Swap(0)); {
	case rejected > 0 && rejected >= time.Duration(parallelism-1)*since/2:
		c.score = min(c.score+1, maxScore)
	case since > contentionTime:
		c.score = 0
	default:
		c.score = max(c.score-1, 0)
	}
	c.began = now
	return c.score >= serialScore
}

// oversubscribed reports whether there has been contention lately: other goroutines need the
// P.
func (p *Pool) oversubscribed() bool {
	return time.Since(startTime) < time.Duration(p.contention.expires.Load())
}
