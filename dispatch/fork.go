package dispatch

import (
	"context"
	"time"
)

// Thresholds in nanoseconds of estimated work, below which sharing costs more than it gains;
// docs/performance.md has the measurements. Workers that are not pinned may wake on the
// caller's own core, which doubles the threshold.
const (
	minWorkSpinning       = 8_000     // for workers that spin
	minWorkParked         = 100_000   // for parked workers
	minWorkParkedUnpinned = 200_000   // for parked workers that are not pinned
	minWorkContended      = 2_000_000 // while all CPUs seem busy
	unknownWork           = 1 << 60   // work of unknown size, to be shared in any case
)

// wakeCost returns how much work justifies waking this pool's workers.
func (p *Pool) wakeCost() float64 {
	if p.plan.pinned {
		return minWorkParked
	}
	return minWorkParkedUnpinned
}

// checkUsable returns why an operation with ctx must not begin, or nil.
func (p *Pool) checkUsable(ctx context.Context, op string) error {
	if err := p.err(op); err != nil {
		return err
	}
	return ctx.Err()
}

// begin returns the pool's job, for the caller to fill in and pass to finish. It returns nil,
// and the caller does the work inline, where the pool is busy, the work, in nanoseconds, is too
// small to share, or the caller is in a testing/synctest bubble.
func (p *Pool) begin(work float64) *job {
	if work < minWorkSpinning {
		return nil
	}
	at := time.Now()
	if inBubble(at) {
		return nil
	}
	if !p.mu.TryLock() {
		if plan := p.report.Load(); plan != nil {
			p.contention.reject(work, plan.parallelism)
		}
		return nil
	}
	shared := false
	defer func() {
		if !shared {
			p.mu.Unlock()
		}
	}()
	now := at.Sub(startTime)
	p.reconfigure(now)
	shared = len(p.workers) > 0 && p.shouldShare(work, now)
	if !shared {
		return nil
	}
	return &p.job
}

// shouldShare reports whether work is large enough to use the pool, whose workers are idle,
// and picks the mode: serial, spinning workers only, or all workers. A serial caller still
// holds the lock, so that contention stays visible.
func (p *Pool) shouldShare(work float64, now time.Duration) bool {
	wakeCost := p.wakeCost()
	p.serial = p.contention.saturated(p.plan.parallelism, now) && work < minWorkContended
	switch {
	case p.serial:
		p.contention.expires.Store(int64(now + contentionTime))
		return true
	case p.anySpinning():
		p.wakePolicy, p.wakeParked = wakePolicy{}, work >= wakeCost
		return true
	case work >= wakeCost:
		p.wakeParked = true
	default:
		p.wakeParked = p.plan.spins && p.wakePolicy.shouldWake(work, wakeCost, now)
	}
	return p.wakeParked
}

// anySpinning reports whether a worker spins.
func (p *Pool) anySpinning() bool {
	for _, w := range p.workers {
		if w.state.Load() == spinning {
			return true
		}
	}
	return false
}

// finish does the job that begin returned, partitioned and filled in, and releases the pool.
// It ends as the job's tasks did: it returns their first error, panics with their panic, or
// calls runtime.Goexit.
func (p *Pool) finish(j *job) error {
	normal := false
	defer func() {
		if !normal { // a task on this goroutine called runtime.Goexit
			p.join()
			p.release()
		}
	}()
	j.progress.begin(j.ctx)
	f, total := j.progress.f, j.progress.total
	callerIndex := p.fork()
	j.work(callerIndex, nil)
	p.join()
	normal = true
	err := propagate(p.release())
	if f != nil && err == nil {
		notify(f, total, total) // the workers are free again
	}
	return err
}

// fork opens the job to all workers but one, and returns that one's index, which the caller
// takes: the index of the worker pinned to the caller's core, or, where workers are not
// pinned, the index beyond the last worker. A serial job stays closed.
func (p *Pool) fork() int {
	callerIndex := len(p.job.ranges) - 1
	if p.plan.pinned {
		callerIndex = 0
		if cpu := currentCPU(); cpu >= 0 && cpu < len(p.byCPU) {
			callerIndex = max(p.byCPU[cpu], 0)
		}
	}
	if p.serial {
		return callerIndex
	}
	p.callerIndex.Store(int32(callerIndex))
	p.word.open()
	if p.wakeParked {
		for i, w := range p.workers {
			if i != callerIndex {
				w.wake()
			}
		}
	}
	return callerIndex
}

// join closes the job, of which no chunk is left, and returns when no worker is in it.
func (p *Pool) join() {
	if p.word.close() {
		return
	}
	if p.plan.spins {
		since := time.Now()
		for i := 1; !p.word.empty(); i++ {
			if i%16 == 0 && time.Since(since) > spinTime {
				break
			}
		}
	}
	p.waitEmpty()
}

// waitEmpty blocks until no worker is in the job, which is closed.
func (p *Pool) waitEmpty() {
	if p.word.mustWait() {
		p.joined.wait()
	}
}

// release clears the job, with every reference to what it worked on, and unlocks the pool. It
// returns how the job ended.
func (p *Pool) release() (*PanicError, bool, error) {
	j := &p.job
	panicked, goexit, err := j.collect()
	if j.each != nil || j.try != nil || j.progress.f != nil {
		p.contention.rejected.Store(0) // the job's own functions may have caused the rejections
	}
	j.ctx, j.operands, j.progress.f = nil, operands{}, nil
	p.mu.Unlock()
	return panicked, goexit, err
}
