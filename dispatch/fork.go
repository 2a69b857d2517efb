package dispatch

import (
	"context"
	"time"
)

// Below these, in nanoseconds of work as cost.go estimates it, work is not worth
// handing out: docs/performance.md has the measurements. Workers that are not
// pinned may be woken on the caller's own core, which doubles the price.
const (
	minWorkSpinning       = 8_000     // to workers that are awake
	minWorkParked         = 100_000   // to workers that must be woken
	minWorkParkedUnpinned = 200_000   // to those when they are not pinned
	minWorkContended      = 2_000_000 // to workers though all CPUs seem busy
	unknownWork           = 1 << 60   // work of unknown size that its caller wants shared
)

// waking is how much work is worth waking this pool's workers.
func (p *Pool) wakeCost() float64 {
	if p.plan.pinned {
		return minWorkParked
	}
	return minWorkParkedUnpinned
}

// ready returns why an operation with ctx should not begin.
func (p *Pool) checkUsable(ctx context.Context, op string) error {
	if err := p.err(op); err != nil {
		return err
	}
	return ctx.Err()
}

// share is begin for operations that look at ctx.
func (p *Pool) share(ctx context.Context, work float64) *job {
	if work < minWorkSpinning || ctx.Done() != nil && inBubble() {
		return nil
	}
	return p.begin(work)
}

// begin returns the pool's job, to be filled in and given to finish, if the
// workers are free and work of that many nanoseconds is worth their while.
// Otherwise it returns nil and the caller does the work alone.
func (p *Pool) begin(work float64) *job {
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
	now := time.Since(startTime)
	p.reconfigure(now)
	shared = len(p.workers) > 0 && p.shouldShare(work, now)
	if !shared {
		return nil
	}
	return &p.job
}

// pays reports whether the job is worth having the pool for so much work, whose workers
// are free, and settles how it is done: alone, by those who are awake, or by those who
// are woken for it too.
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

// hot reports whether a worker is awake.
func (p *Pool) anySpinning() bool {
	for _, w := range p.workers {
		if w.state.Load() == idle {
			return true
		}
	}
	return false
}

// finish does the job that begin returned, cut and filled in, and lets go of the
// workers. It ends as the job's tasks did: by returning the first error, by a
// panic with their panic, or by runtime.Goexit.
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

// invite gives the job to the workers but one, whose slot it returns: that is the
// caller's. It is the slot of the core that the caller is on, if workers are
// pinned; if not, the one that has no worker.
func (p *Pool) fork() int {
	callerIndex := len(p.job.ranges) - 1
	if p.plan.pinned {
		callerIndex = 0
		if cpu := currentCPU(); cpu >= 0 && cpu < len(p.byCPU) {
			callerIndex = max(p.byCPU[cpu], 0)
		}
	}
	p.nextToWake.Store(int32(len(p.workers))) // until all have been called
	anyParked := false
	for i, w := range p.workers {
		if i == callerIndex || p.serial || !p.wakeParked && w.state.Load() == parked {
			continue
		}
		p.job.pending.Add(1)
		anyParked = w.assign() || anyParked
	}
	if anyParked {
		p.nextToWake.Store(0)
		p.wakeMore(wakeFanout)
	}
	return callerIndex
}

// wakes is how many sleepers the caller wakes, and each worker that has been woken:
// to wake one takes a microsecond or more, and some 25 until it works. All by the
// caller would be many on a machine of many cores.
const wakeFanout = 4

// rouse wakes so many of the workers that have been called in their sleep.
func (p *Pool) wakeMore(limit int) {
	for limit > 0 {
		i := int(p.nextToWake.Add(1)) - 1
		if i >= len(p.workers) {
			return
		}
		if p.workers[i].wake() {
			limit--
		}
	}
}

// wait returns when no worker has the job any more. Those that have not begun need
// not: the owner has found no block left for them.
func (p *Pool) join() {
	j := &p.job
	for _, w := range p.workers {
		if w.revoke() {
			j.pending.Add(-1)
		}
	}
	if p.plan.spins {
		since := time.Now()
		for i := 1; j.pending.Load() != 0; i++ {
			if i%16 == 0 && time.Since(since) > spinTime {
				break
			}
		}
	}
	p.waitJoined()
}

// sleep waits, asleep, for the workers that have not finished.
func (p *Pool) waitJoined() {
	if p.job.pending.Load() != 0 && p.job.pending.Add(ownerWaits) != ownerWaits {
		p.joined.wait()
	}
	p.job.pending.Store(0)
}

// let takes the outcome and gives the pool to the next caller. The job keeps no
// reference to what it worked on.
func (p *Pool) release() (*PanicError, bool, error) {
	j := &p.job
	panicked, goexit, err := j.collect()
	if j.each != nil || j.try != nil || j.progress.f != nil {
		p.contention.rejected.Store(0) // if by the caller's own functions, it is no crowd
	}
	j.ctx, j.operands, j.progress.f = nil, operands{}, nil
	p.mu.Unlock()
	return panicked, goexit, err
}
