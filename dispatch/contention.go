package dispatch

import (
	"sync/atomic"
	"time"
)

// crowd tells when there are callers enough for all CPUs. Each then does its work alone,
// and they are as fast as goroutines without a pool: a worker that is woken beside
// them comes too late and, when it sleeps again, keeps its P from them for
// up to 10 ms. The one who has the pool keeps it meanwhile, so that others are refused,
// which is how it is known that they are there.
type contention struct {
	rejected atomic.Int64  // the work of those that the job being done has refused, in nanoseconds
	score    int           // the jobs that had enough of them, less the others
	began    time.Duration // when the last job did
	expires  atomic.Int64  // when it is forgotten, as a Duration
}

const (
	// crowdFrom is the level from which work is done alone: a second caller that comes
	// now and then does not reach it.
	serialScore = 2
	// crowdMost bounds the level, and so how many jobs are done alone after a crowd.
	maxScore = 8
	// crowdTime is how long a crowd is remembered that makes no more calls.
	contentionTime = 10 * time.Millisecond
)

// refuse takes note of a caller who finds the pool busy, where so many can run at once.
// What all of them can do in crowdTime is enough to know of: no more is counted.
func (c *contention) reject(work float64, parallelism int) {
	if c.rejected.Load() < int64(parallelism)*int64(contentionTime) {
		c.rejected.Add(int64(min(work, minWorkContended)))
	}
}

// fills reports whether there is a crowd, for a job that begins now: whether those who
// were refused since the last one did had work for the other CPUs, half of the time.
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

// isCrowded reports whether there has been a crowd of late: others want the P.
func (p *Pool) oversubscribed() bool {
	return time.Since(startTime) < time.Duration(p.contention.expires.Load())
}
