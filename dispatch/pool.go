package dispatch

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sumlog/kernel"
)

// ErrClosed is returned (match it with errors.Is) by operations on a closed pool. Operations
// without an error result panic with an error that wraps it.
var ErrClosed = errors.New("pool is closed")

// Pool runs operations on several CPUs at once. Its methods, and the functions that take a
// pool, may be called from any number of goroutines, including tasks of the same pool.
//
// A pool of W workers computes on W CPUs: the calling goroutine and up to W-1 worker
// goroutines share each job. A pinned pool keeps W goroutines, each locked to a thread that
// stays on one core, and leaves out the worker on the caller's core. Between jobs workers spin
// for 20 µs and then park. A pool serves one caller at a time: a caller that finds it busy, or
// a task that calls its own pool, does its work inline. The job after such a call wakes no parked
// worker, unless it takes more than about 2 ms: other callers need the CPUs.
//
// Stack traces show the workers as sumlog/dispatch.(*worker).run. A pool starts none in a
// testing/synctest bubble: there everything runs on the caller's goroutine.
//
// While a pool has workers on Linux, the runtime cannot detect a deadlock of the program's
// goroutines: the program hangs instead of ending with "all goroutines are asleep".
//
// A pool follows GOMAXPROCS, and the affinity mask of the process where all of its threads are
// given another one (taskset -a, a cpuset): the next job replaces the workers. The pool reads
// the mask ten times a second at most, and less often while workers cannot be pinned.
//
// A process that a task starts inherits the affinity mask of the worker's thread, which is one
// core. Goroutines that a task starts do not.
//
// The effects of SetPanicOnFault, UnlockOSThread, SchedSetaffinity on the task's own thread, a
// panic and Goexit end with the task, or the pool replaces the worker. Other changes of a
// worker's goroutine or thread stay until the pool is closed: pprof labels, the signal mask,
// priority, namespaces (unshare), more than one LockOSThread where workers are not pinned.
//
// Where the system refuses a call that the pool needs (sched_setaffinity under seccomp, say),
// the pool works without it, and [Pool.Report] names the call and the error.
//
// The zero Pool is ready for use, with the choices of NewPool() without options; it starts its
// workers when it first needs them. A nil *Pool stands for the pool of [Default]. A Pool must
// not be copied.
type Pool struct {
	mu sync.Mutex // held by the call that uses the workers, and while they start and stop
	sharedJob

	// Constant between start and stop.
	plan    *plan // nil while not started
	workers []*worker

	checkedAt   time.Duration // when the plan was last compared with the process's mask
	pinFailures int           // consecutive failures to pin the workers

	wakePolicy wakePolicy
	wakeParked bool        // the job is worth waking parked workers for
	contended  atomic.Bool // a call has found the pool busy since the last job began

	report atomic.Pointer[plan] // the plan in force, or the next one
	closed atomic.Bool
	tasks  tasks
	config config
}

// defaultPool is the pool of the package's functions. Its Close only stops it.
var defaultPool Pool

// Default returns the pool that the package's functions use: one worker for each CPU in the
// process's affinity mask, or GOMAXPROCS workers where that is less. It starts its workers
// when it first needs them, and again after a [Pool.Close].
func Default() *Pool { return &defaultPool }

// NewPool returns a pool. Its workers are started, except in a testing/synctest bubble. A program
// rarely needs one beside the pool of [Default]: two pools that work at once share the cores.
//
// It returns an error for [WithWorkers] of less than one, and for [WithISA] of an instruction
// set that cannot be used.
func NewPool(opts ...Option) (*Pool, error) {
	p := new(Pool)
	for _, o := range opts {
		o(&p.config)
	}
	c := p.config
	if c.badWorkers {
		return nil, fmt.Errorf("sumlog/dispatch: NewPool: WithWorkers(%d): want 1 or more",
			c.workers)
	}
	if c.hasISA {
		if err := allow(c.isa); err != nil {
			return nil, fmt.Errorf("sumlog/dispatch: NewPool: WithISA(%v): %w", c.isa, err)
		}
	}
	if !inBubble(time.Now()) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.start()
	}
	return p, nil
}

// Workers returns how many CPUs the pool computes on at once, the caller's included.
func (p *Pool) Workers() int { return p.orDefault().currentPlan().workers }

// currentPlan returns the plan of the next job. The plan is cached, since making one reads a
// dozen files; a change of GOMAXPROCS replaces it.
func (p *Pool) currentPlan() *plan {
	for {
		now := p.report.Load()
		if now != nil && now.procs == runtime.GOMAXPROCS(0) {
			return now
		}
		p.report.CompareAndSwap(now, newPlan(p.config))
	}
}

// Close waits for the job that the pool is doing, and ends its goroutines and their threads.
// Tasks of [Async] that have not begun end with [ErrClosed], and so does every later use of
// the pool; functions without an error result panic. Closing a pool twice is an error that
// wraps ErrClosed.
//
// The pool of [Default] only stops: it starts again when it is next needed.
//
// Close waits for running tasks of Async, which find the pool closed. A task must not close
// the pool that runs it: it would wait for itself. Close does not wait for work that a caller
// does inline.
func (p *Pool) Close() error {
	p = p.orDefault()
	if p != &defaultPool && p.closed.Swap(true) {
		return closedError("Close")
	}
	p.tasks.close(p != &defaultPool)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop()
	return nil
}

func (p *Pool) orDefault() *Pool {
	if p == nil {
		return &defaultPool
	}
	return p
}

// Err returns nil while the pool is open, and [ErrClosed] once it is closed.
func (p *Pool) Err() error {
	if p.orDefault().closed.Load() {
		return ErrClosed
	}
	return nil
}

// err returns the error of op on a closed pool, or nil while the pool is open.
func (p *Pool) err(op string) error {
	if p.closed.Load() {
		return closedError(op)
	}
	return nil
}

func closedError(op string) error { return fmt.Errorf("sumlog/dispatch: %s: %w", op, ErrClosed) }

// ISA returns the instruction set in force on this pool: the one of [WithISA], or the result
// of the function [ISA].
func (p *Pool) ISA() kernel.ISA {
	p = p.orDefault()
	if p.config.hasISA {
		return p.config.isa
	}
	return ISA()
}

// start makes the plan and its workers. The caller holds mu.
func (p *Pool) start() {
	plan := newPlan(p.config)
	if err := p.startWorkers(plan); err != nil {
		p.stop()
		plan = plan.without(err)
		p.pinFailures++
		_ = p.startWorkers(plan) // this plan pins none
	} else {
		p.pinFailures = 0
	}
	p.report.Store(plan)
}

// startWorkers starts the workers of the plan, and returns the first error of pinning one. A
// pool that does not pin needs one worker less, since the caller always takes part.
func (p *Pool) startWorkers(plan *plan) (err error) {
	p.joined.reset()
	p.plan, p.wakePolicy = plan, wakePolicy{}
	p.job.ranges = make([]chunkRange, plan.workers)
	n := plan.workers
	if !plan.pinned {
		n--
	}
	p.workers = make([]*worker, n)
	for i := range p.workers {
		cpu := -1
		if plan.pinned {
			cpu = plan.cpus[i%len(plan.cpus)]
		}
		p.workers[i] = newWorker(&p.sharedJob, i, cpu, plan.spins)
	}
	var bound event
	bound.reset()
	for _, w := range p.workers {
		go w.start(&bound)
		bound.wait()
		if err == nil {
			err = w.pinErr
		}
	}
	return err
}

// pollInterval is how long the process's affinity mask is assumed not to change: reading it
// takes about 0.1 µs.
const pollInterval = 100 * time.Millisecond

// maxPinFailures bounds how often pollInterval is doubled while pinning fails: to two minutes.
const maxPinFailures = 10

// reconfigure starts the pool, and restarts it where its plan is out of date. The caller holds
// mu, so the workers are idle; now is the time since the program began.
func (p *Pool) reconfigure(now time.Duration) {
	switch {
	case p.closed.Load():
		return
	case p.plan == nil:
	case p.plan.procs != runtime.GOMAXPROCS(0):
	case now-p.checkedAt < pollInterval<<min(p.pinFailures, maxPinFailures):
		return
	default:
		p.checkedAt = now
		if !p.plan.retry && !maskChanged(p.plan.mask) &&
			!slices.ContainsFunc(p.workers, (*worker).misplaced) {
			return
		}
	}
	p.stop()
	p.start()
}

// stop ends the workers. The caller holds mu, so they are idle.
func (p *Pool) stop() {
	if len(p.workers) > 0 {
		p.word.quit(len(p.workers))
		for _, w := range p.workers {
			w.wake()
		}
		p.waitEmpty()
		p.word.Store(0)
	}
	p.plan, p.workers = nil, nil
	p.report.Store(nil)
}
