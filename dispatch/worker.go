package dispatch

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// The states of a worker. Only the holder of Pool.mu assigns work, and revokes it from workers
// that have not begun; every other transition is the worker's own.
const (
	idle     uint32 = iota // spinning, or about to
	parked                 // at its parker or its event
	notified               // has work, still parked
	assigned               // has work, not begun
	running
)

// spinTime is how long an idle worker spins: less than a wake costs, and long enough for a
// caller to come back with the next of several jobs.
const spinTime = 20 * time.Microsecond

// worker is a goroutine of a pool.
type worker struct {
	_     [64]byte // other CPUs poll state: it has the cache line to itself
	state atomic.Uint32
	_     [124]byte

	parker    parker
	event     event       // where it parks if inRuntime
	inRuntime atomic.Bool // it parks by the runtime's means
	pool      *Pool
	index     int // the chunk range that it begins with
	cpu       int // the CPU to pin to, unless negative
	spins     bool

	pinErr   error        // why it is not pinned to cpu
	thread   atomic.Int32 // the thread that it has pinned, or 0
	threads  int          // the runtime's thread count when last read
	unlocked bool         // a task has unlocked the goroutine from its thread
	locks    int          // calls of LockOSThread that are not undone, as far as known
}

func newWorker(p *Pool, index, cpu int) *worker {
	w := &worker{pool: p, index: index, cpu: cpu, spins: p.plan.spins}
	w.parker.init()
	w.event.reset()
	return w
}

// run does the jobs that w is assigned, until one says quit. It returns while locked to its
// thread, so that the thread, and its affinity mask, end with it.
func (w *worker) run() {
	normal := false
	defer func() {
		if !normal {
			// A task called runtime.Goexit, which cannot be stopped: a new goroutine continues
			// as this worker.
			w.releaseThread()
			spawnWorker(w, nil)
			w.done()
		}
	}()
	debug.SetPanicOnFault(true) // faults in the memory of an array become panics
	for {
		w.waitForWork()
		w.pool.wakeMore(wakeFanout)
		j := &w.pool.job
		quit, tasks := j.quit, j.runsTasks()
		if !quit {
			j.work(w.index, w)
		}
		w.done()
		if quit {
			normal = true
			w.releaseThread()
			return
		}
		if tasks && !w.ownsThread() { // the caller does not wait for this
			normal = true
			w.releaseThread()
			spawnWorker(w, nil)
			return
		}
	}
}

// done ends w's part in the job. From then on the job belongs to its owner.
func (w *worker) done() {
	p := w.pool
	w.state.Store(idle)
	if p.job.pending.Add(-1) == ownerWaits {
		p.joined.signal()
	}
}

// waitForWork returns when w has begun work that was assigned to it.
func (w *worker) waitForWork() {
	for {
		var since time.Time
		for i := 0; ; i++ {
			if w.state.Load() == assigned && w.state.CompareAndSwap(assigned, running) {
				return
			}
			if !w.spins {
				break
			}
			// Reading the clock costs as much as reading the state twenty times.
			if i%16 == 0 {
				if since.IsZero() {
					since = time.Now()
				} else if time.Since(since) > spinTime {
					break
				}
			}
		}
		// A worker at the futex keeps its P for up to 10 ms. Where callers need the P, or the
		// futex is refused, it parks by the runtime's means, although it then wakes late.
		inRuntime := w.pool.oversubscribed() || parkingError() != nil
		w.inRuntime.Store(inRuntime)
		switch {
		case !w.state.CompareAndSwap(idle, parked):
		case inRuntime:
			w.event.wait()
		default:
			w.parker.park(&w.state)
		}
	}
}

// assign gives w the pool's job, and reports whether w is parked and must be woken. The caller
// holds Pool.mu, and w has no work.
func (w *worker) assign() (isParked bool) {
	for {
		if w.state.CompareAndSwap(idle, assigned) {
			return false
		}
		if w.state.CompareAndSwap(parked, notified) {
			return true
		} // it has just parked
	}
}

// wake unparks w if it is notified, and reports whether it was.
func (w *worker) wake() bool {
	// A woken worker may run and park again, in the other way; but it is woken once a job.
	inRuntime := w.inRuntime.Load()
	switch {
	case !w.state.CompareAndSwap(notified, assigned):
		return false
	case inRuntime:
		w.event.signal()
	default:
		w.parker.unpark(&w.state)
	}
	return true
}

// revoke takes the job back, and reports whether w had not begun it.
func (w *worker) revoke() bool {
	return w.state.CompareAndSwap(assigned, idle) || w.state.CompareAndSwap(notified, parked)
}

// start pins w, signals bound unless it is nil, and runs w.
func (w *worker) start(bound *event) {
	if w.cpu >= 0 {
		runtime.LockOSThread()
		if onMainThread() {
			// The main thread never ends, and its mask is the process's to other programs.
			// While this goroutine is locked to it, the new one gets another thread.
			var started event
			started.reset()
			go func() {
				w.bindToCPU(&started)
				w.run()
			}()
			started.wait()
			runtime.UnlockOSThread()
			if bound != nil {
				bound.signal()
			}
			return
		}
	}
	w.bindToCPU(bound)
	w.run()
}

func (w *worker) bindToCPU(bound *event) {
	if w.cpu >= 0 {
		w.pinThread()
	}
	if bound != nil {
		bound.signal()
	}
}
