package dispatch

import (
	"context"
	"slices"
	"time"

	"sumlog/internal/cpu"
)

// Thresholds in nanoseconds of estimated work, below which sharing costs more than it gains;
// docs/decisions.md has the measurements. Workers that are not pinned may wake on the
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

// share does work, which takes about cost nanoseconds on one CPU, by o: on the pool's workers and
// the caller's goroutine, or on the latter alone. It ends as the tasks do.
func (p *Pool) share(ctx context.Context, work Work, cost float64, o operands) error {
	if work.N > work.MinChunk {
		if j := p.begin(cost); j != nil {
			j.partition(work)
			j.ctx, j.operands = ctx, o
			return p.finish(j)
		}
	}
	return o.inBlocks(ctx, work)
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
		p.contended.Store(true)
		return nil
	}
	now := at.Sub(startTime)
	p.reconfigure(now)
	if len(p.workers) == 0 || !p.shouldShare(work, now) {
		p.mu.Unlock()
		return nil
	}
	return &p.job
}

// shouldShare reports whether work is large enough to use the pool, and decides whether to wake
// parked workers. Where the pool was contended since the last job, other callers need the CPUs:
// it wakes none, and the caller holds the pool all the same, so that contention stays visible.
func (p *Pool) shouldShare(work float64, now time.Duration) bool {
	contended := p.contended.Swap(false) && work < minWorkContended
	wakeCost := p.wakeCost()
	p.wakeParked = work >= wakeCost && !contended
	switch {
	case p.anySpinning():
		p.wakePolicy = wakePolicy{}
		return true
	case !p.wakeParked && !contended:
		p.wakeParked = p.plan.spins && p.wakePolicy.shouldWake(work, wakeCost, now)
	}
	return p.wakeParked || contended
}

// anySpinning reports whether a worker spins.
func (p *Pool) anySpinning() bool {
	return slices.ContainsFunc(p.workers, func(w *worker) bool { return w.state.Load() == spinning })
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
	done := progress{f: j.progress.f, total: j.progress.total}
	callerIndex := p.fork()
	j.work(callerIndex, onCaller)
	p.join()
	normal = true
	err := propagate(p.release())
	if err == nil {
		done.end() // the workers are free again
	}
	return err
}

// fork opens the job to all workers but one, and returns that one's index, which the caller
// takes: the index of the worker pinned to the caller's core, or, where workers are not
// pinned, the index beyond the last worker.
func (p *Pool) fork() int {
	callerIndex := len(p.job.ranges) - 1
	if p.plan.pinned {
		current, _ := cpu.Current()
		callerIndex = slices.Index(p.plan.cpus, current)
		if callerIndex < 0 || callerIndex >= len(p.workers) {
			callerIndex = 0 // on a core without a worker
		}
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

// release clears the job, with every reference to what it worked on, and unlocks the pool. It
// returns how the job ended.
func (p *Pool) release() (*PanicError, bool, error) {
	j := &p.job
	panicked, goexit, err := j.collect()
	if j.runsTasks() || j.progress.f != nil {
		p.contended.Store(false) // it may have been by the job's own functions
	}
	j.ctx, j.operands, j.progress.f = nil, operands{}, nil
	p.mu.Unlock()
	return panicked, goexit, err
}
