package dispatch

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"sumlog/kernel"
)

// ErrClosed is in the tree of the error of an operation on a closed pool, be it
// returned or, by operations that return none, the value of a panic.
var ErrClosed = errors.New("pool is closed")

// Pool runs operations on several CPUs at once. Its methods, and the functions
// that take a pool, may be called from any number of goroutines, from inside
// tasks of the same pool too.
//
// A pool of W workers keeps up to W goroutines, where it pins them each locked to
// a thread that stays on one core. Between jobs they wait, awake for some 20 µs
// and then asleep. A job is done by the caller together with W-1 of them, all but
// the one of the core that the caller is on. The pool works for one caller at a
// time: others who come meanwhile do their work themselves, at once, and so does a
// task that calls the pool that runs it. Where there are callers enough for all CPUs,
// each does its own, if that is less than some 2 ms.
//
// In stack traces these goroutines are sumlog/dispatch.(*worker).run, and, one
// for all pools and the life of the process, sumlog/dispatch.spawner. A test for leaks
// closes the pools, that of Default too, and ignores the latter one:
// goleak.IgnoreAnyFunction("sumlog/dispatch.spawner"). They belong to
// no testing/synctest bubble, whoever starts them; in a bubble, [Pool.For],
// [Pool.ForContext] and [Map] therefore run everything on the caller's goroutine,
// as does every operation with a context that can be cancelled.
//
// While a pool has workers on Linux, the runtime does not notice when all goroutines
// of the program wait for each other, and the program hangs instead of ending with
// "all goroutines are asleep".
//
// A pool follows GOMAXPROCS, and the affinity mask of the process where all its
// threads are given another one (taskset -a, a cpuset): the next job that it is given
// finds the workers replaced. The mask is looked at ten times a second at most, and more
// rarely while workers cannot be pinned.
//
// A process that a task starts inherits the affinity mask of the worker's thread,
// one core. Goroutines that it starts do not.
//
// SetPanicOnFault, UnlockOSThread, SchedSetaffinity on its own thread, a panic and Goexit
// in a task end with the task, or the worker is replaced. Whatever else a task changes of a
// worker's goroutine or thread stays until the pool is closed: pprof labels, the signal
// mask, priority, namespaces (unshare), LockOSThread more than once where nothing is pinned.
//
// Where the system refuses a call that the pool needs (sched_setaffinity under seccomp,
// say), it works without, and [Pool.Report] names the call and the error.
//
// The zero Pool is ready for use, with the choices of NewPool() without options;
// it starts its workers when it first needs them. A nil *Pool stands for that of
// [Default]. A Pool must not be copied.
type Pool struct {
	mu     sync.Mutex // held by the call that the workers work for, and by starting and stopping them
	job    job
	joined event // where that call waits for the last worker

	// Fixed from start to stop.
	plan       *plan // nil while not started
	workers    []*worker
	byCPU      []int        // the worker pinned to each CPU, or -1
	nextToWake atomic.Int32 // which of the workers is next to be woken, if it has been called

	checkedAt   time.Duration // when the plan was last compared with the process's mask
	pinFailures int           // how often in a row workers could not be pinned

	wakePolicy wakePolicy
	contention contention
	serial     bool // whether the job's caller does it alone
	wakeParked bool // and if not, whether it is worth waking workers for

	report atomic.Pointer[plan] // the plan, or the next one
	closed atomic.Bool
	tasks  tasks
	config config
}

// standard is the pool of the package's functions. Its Close only stops it.
var defaultPool Pool

// Default returns the pool that the package's functions use: one worker for each
// CPU in the process's affinity mask, or GOMAXPROCS where that is less. It starts
// its workers when they are first needed, and again after a [Pool.Close].
func Default() *Pool { return &defaultPool }

// NewPool returns a pool with its workers started. A program rarely needs one
// beside that of [Default]; two that work at once share the cores.
//
// Options that cannot be met are an error: [WithWorkers] of less than one, and
// [WithISA] of an instruction set that is not supported.
func NewPool(opts ...Option) (*Pool, error) {
	p := new(Pool)
	for _, o := range opts {
		o(&p.config)
	}
	c := p.config
	if c.badWorkers {
		return nil, fmt.Errorf("sumlog/dispatch: NewPool: WithWorkers(%d): want 1 or more", c.workers)
	}
	if c.hasISA {
		if err := allow(c.isa); err != nil {
			return nil, fmt.Errorf("sumlog/dispatch: NewPool: WithISA(%v): %w", c.isa, err)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.start()
	return p, nil
}

// Workers returns how many CPUs the pool computes on at once, the caller's
// included.
func (p *Pool) Workers() int { return p.orDefault().currentPlan().workers }

// foreseen returns the plan by which the next job is done. It is made once, and again
// when GOMAXPROCS changes: that reads a dozen files.
func (p *Pool) currentPlan() *plan {
	for {
		now := p.report.Load()
		if now != nil && now.procs == runtime.GOMAXPROCS(0) {
			return now
		}
		p.report.CompareAndSwap(now, newPlan(p.config))
	}
}

// Close waits for the work that the pool is doing and ends its goroutines and
// their threads. Tasks of [Async] that have not begun end with [ErrClosed], and so
// does every later use of the pool: functions that return no error panic. Closing
// a pool twice is an error that wraps ErrClosed.
//
// The pool of [Default] is only stopped: it starts again when it is next needed.
//
// Tasks of Async that are running are waited for, and find the pool closed. A task
// must not close the pool that runs it: it would wait for itself. Work
// that a caller does by itself, because the pool was busy or the work small, is
// not waited for.
func (p *Pool) Close() error {
	p = p.orDefault()
	if p != &defaultPool && p.closed.Swap(true) {
		return fmt.Errorf("sumlog/dispatch: Close: %w", ErrClosed)
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

// err returns the error of using the pool for op once it is closed.
func (p *Pool) err(op string) error {
	if p.closed.Load() {
		return fmt.Errorf("sumlog/dispatch: %s: %w", op, ErrClosed)
	}
	return nil
}

// mustBeOpen is err for functions that return none.
func (p *Pool) mustBeOpen(op string) {
	if p.closed.Load() {
		panic(p.err(op))
	}
}

// ISA returns the instruction set in force on this pool: that of [WithISA], or what the
// function [ISA] returns.
func (p *Pool) ISA() kernel.ISA {
	p = p.orDefault()
	if p.config.hasISA {
		return p.config.isa
	}
	return ISA()
}

// start makes the plan and the workers that it asks for. The caller holds own.
func (p *Pool) start() {
	plan := newPlan(p.config)
	if err := p.startWorkers(plan); err != nil {
		p.stop()
		plan = plan.without(err)
		p.pinFailures++
		_ = p.startWorkers(plan) // which pins none
	} else {
		p.pinFailures = 0
	}
	p.report.Store(plan)
}

// launch starts the workers that plan asks for. An error says why one of them could not be
// pinned. A pool that does not pin needs one worker less: its caller always takes part.
func (p *Pool) startWorkers(plan *plan) (err error) {
	p.joined.reset()
	p.plan, p.wakePolicy = plan, wakePolicy{}
	p.job.ranges = make([]chunkRange, plan.workers)
	n := plan.workers
	if !plan.pinned {
		n--
	}
	p.byCPU = p.byCPU[:0]
	p.workers = make([]*worker, n)
	for i := range p.workers {
		cpu := -1
		if plan.pinned {
			cpu = plan.cpus[i%len(plan.cpus)]
			for len(p.byCPU) <= cpu {
				p.byCPU = append(p.byCPU, -1)
			}
			p.byCPU[cpu] = i
		}
		p.workers[i] = newWorker(p, i, cpu)
	}
	var bound event
	bound.reset()
	for _, w := range p.workers {
		spawnWorker(w, &bound)
		bound.wait()
		if err == nil {
			err = w.pinErr
		}
	}
	return err
}

// lookAgain is how long the process's affinity mask is taken to stay as it is: the
// system call takes some tenth of a microsecond.
const pollInterval = 100 * time.Millisecond

// maxPinFailures bounds how often lookAgain is doubled, to two minutes, while pinning fails.
const maxPinFailures = 10

// follow has the pool started, and started again where its plan is out of date. The
// caller holds own, so the workers are idle; now is the time since the program began.
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
		if !p.plan.retry && !maskChanged(&p.plan.mask) && !p.misplaced() {
			return
		}
	}
	p.stop()
	p.start()
}

// misplaced reports whether a worker is not pinned where the plan has it.
func (p *Pool) misplaced() bool {
	if !p.plan.pinned {
		return false
	}
	for _, w := range p.workers {
		if id := w.thread.Load(); id != 0 && misplaced(id, w.cpu) {
			return true
		}
	}
	return false
}

// stop ends the workers. The caller holds own, so they are idle.
func (p *Pool) stop() {
	if len(p.workers) > 0 {
		p.job.quit = true
		p.nextToWake.Store(int32(len(p.workers))) // those who wake first are not to wake the others
		for _, w := range p.workers {
			p.job.pending.Add(1)
			w.assign()
			w.wake()
		}
		p.waitJoined()
		p.job.quit = false
	}
	p.plan, p.workers = nil, nil
	p.report.Store(nil)
}
