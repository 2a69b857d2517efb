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
type crowd struct {
	refused atomic.Int64  // the work of those that the job being done has refused, in nanoseconds
	level   int           // the jobs that had enough of them, less the others
	began   time.Duration // when the last job did
	until   atomic.Int64  // when it is forgotten, as a Duration
}

const (
	// crowdFrom is the level from which work is done alone: a second caller that comes
	// now and then does not reach it.
	crowdFrom = 2
	// crowdMost bounds the level, and so how many jobs are done alone after a crowd.
	crowdMost = 8
	// crowdTime is how long a crowd is remembered that makes no more calls.
	crowdTime = 10 * time.Millisecond
)

// refuse takes note of a caller who finds the pool busy, where so many can run at once.
// What all of them can do in crowdTime is enough to know of: no more is counted.
func (c *crowd) refuse(work float64, atOnce int) {
	if c.refused.Load() < int64(atOnce)*int64(crowdTime) {
		c.refused.Add(int64(min(work, minWorkContended)))
	}
}

// fills reports whether there is a crowd, for a job that begins now: whether those who
// were refused since the last one did had work for the other CPUs, half of the time.
func (c *crowd) fills(atOnce int, now time.Duration) bool {
	since := now - c.began
	switch refused := time.Duration(c.refused.Swap(0)); {
	case refused > 0 && refused >= time.Duration(atOnce-1)*since/2:
		c.level = min(c.level+1, crowdMost)
	case since > crowdTime:
		c.level = 0
	default:
		c.level = max(c.level-1, 0)
	}
	c.began = now
	return c.level >= crowdFrom
}

// isCrowded reports whether there has been a crowd of late: others want the P.
func (p *Pool) isCrowded() bool {
	return time.Since(loaded) < time.Duration(p.crowd.until.Load())
}
