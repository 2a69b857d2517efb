package dispatch

import (
	"fmt"
	"runtime"

	"sumlog/internal/cpu"
	"sumlog/kernel"
)

// Option is a choice made when a [Pool] is created.
type Option func(*config)

type config struct {
	workers    int // 0: one a CPU
	badWorkers bool
	pinning    *bool // nil: where harmless
	isa        kernel.ISA
	hasISA     bool
}

// WithWorkers makes a pool that computes on n CPUs at once, the calling goroutine's included.
// Without it a pool has one worker for each CPU that the process may use. No pool has more
// workers than GOMAXPROCS, whose changes it follows; [Pool.Workers] returns the number in
// force.
//
// With one worker everything runs on the calling goroutine. n < 1 is an error of [NewPool].
func WithWorkers(n int) Option {
	return func(c *config) { c.workers, c.badWorkers = n, n < 1 }
}

// WithPinning forces the workers to be pinned one to a core, or not to be. Without it they are
// pinned where that cannot hurt: where there are as many workers as CPUs in the process's
// affinity mask, and no CPU quota is set. Two programs that pin to the same core each run at
// half speed while another core is idle, so force it on only where no other program uses the
// mask.
//
// On systems other than Linux workers are never pinned, and [Pool.Report] says so.
func WithPinning(on bool) Option {
	return func(c *config) { c.pinning = &on }
}

// WithISA puts isa in force for the pool's operations, whatever [ISA] returns. An isa that
// [Use] would refuse is the same error of [NewPool].
func WithISA(isa kernel.ISA) Option {
	return func(c *config) { c.isa, c.hasISA = isa, true }
}

// plan describes how a pool is built: how many workers, where, and why.
type plan struct {
	layout
	mask        cpu.Mask // of the layout's CPUs
	procs       int      // GOMAXPROCS when the plan was made
	parallelism int      // how many goroutines can run at once
	workers     int
	pinned      bool
	reason      string // why pinned, or why not
	retry       bool   // not pinned for a reason that may pass
	spins       bool   // workers and callers spin before they park
}

// without returns the plan of a pool whose workers cannot be pinned because of err.
func (p *plan) without(err error) *plan {
	u := *p
	u.pinned, u.retry = false, !pinRefused(err)
	u.reason = fmt.Sprintf("the system refused to pin a thread: %v", err)
	return &u
}

func newPlan(c config) *plan {
	l, mask, err := machine()
	probeFutex()
	p := makePlan(c, runtime.GOMAXPROCS(0), l, err, quota)
	p.mask = mask
	if _, err := cpu.Current(); p.pinned && err != nil {
		// A caller could not tell which worker shares its core.
		p.pinned, p.reason = false, fmt.Sprintf("the caller's CPU cannot be read: %v", err)
	}
	return p
}

// makePlan decides for a process with procs Ps and these CPUs. noMask says why they are
// unknown. limit returns the CPU quota as text.
func makePlan(c config, procs int, l layout, noMask error, limit func() string) *plan {
	p := &plan{layout: l, procs: procs, parallelism: procs}
	cpus := len(l.cpus)
	if cpus > 0 {
		p.parallelism = min(procs, cpus)
	}
	p.workers = p.parallelism
	if c.workers > 0 {
		p.workers = min(c.workers, procs)
	}
	// A worker that spins without a CPU of its own takes one from another.
	p.spins = p.workers <= cpus || cpus == 0 && p.workers <= runtime.NumCPU()
	switch {
	case p.workers == 1:
		p.reason = "one worker: the caller's own thread"
	case c.pinning != nil && !*c.pinning:
		p.reason = "switched off by WithPinning"
	case noMask != nil:
		p.reason = noMask.Error()
	case c.pinning != nil:
		p.pinned, p.reason = true, "forced by WithPinning"
	case p.workers != cpus:
		p.reason = fmt.Sprintf("%d workers for %d CPUs in the mask: the system places them better",
			p.workers, cpus)
	default:
		if quota := limit(); quota != "" {
			p.reason = "a CPU quota is set: " + quota
			break
		}
		p.pinned, p.reason = true, "one worker a CPU of the mask, and no CPU quota"
	}
	return p
}
