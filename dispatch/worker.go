package dispatch

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// The states of a worker. Only the holder of Pool.own assigns work, and takes it
// back from workers that have not begun; all else a worker does to itself.
const (
	idle     uint32 = iota // awake and looking for work, or on the way there
	parked                 // in its bed, or at its gate
	notified               // has work, still there
	assigned               // has work, not begun
	running
)

// spinTime is how long an idle worker stays awake: less than it costs to wake
// one, and long enough for a caller to come back with the next of a series of
// jobs.
const spinTime = 20 * time.Microsecond

// worker is a goroutine of a pool.
type worker struct {
	_     [64]byte // its state is polled: nothing else belongs on that cache line
	state atomic.Uint32
	_     [124]byte

	parker    parker
	event     event       // where it sleeps by the runtime's means,
	inRuntime atomic.Bool // if it does
	pool      *Pool
	index     int // which part of a job it begins with
	cpu       int // to be pinned there, unless negative
	spins     bool

	pinErr   error        // why it is not pinned to cpu
	thread   atomic.Int32 // the thread that it has pinned, or 0
	threads  int          // how many the runtime had, and
	unlocked bool         // a task has unlocked the goroutine from the thread
	locks    int          // how often this goroutine called LockOSThread, when it was last looked at
}

func newWorker(p *Pool, index, cpu int) *worker {
	w := &worker{pool: p, index: index, cpu: cpu, spins: p.plan.spins}
	w.parker.init()
	w.event.reset()
	return w
}

// serve is the life of a worker. It returns while locked to its thread, which
// ends the thread and the affinity mask with it.
func (w *worker) run() {
	normal := false
	defer func() {
		if !normal {
			// A task called runtime.Goexit, which cannot be stopped: another
			// goroutine takes the place of this one.
			w.releaseThread()
			spawnWorker(w, nil)
			w.done()
		}
	}()
	debug.SetPanicOnFault(true) // in the memory of an array: the caller tells
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

// finished ends w's part in the job. After it the job belongs to the pool's owner
// alone.
func (w *worker) done() {
	p := w.pool
	w.state.Store(idle)
	if p.job.pending.Add(-1) == ownerWaits {
		p.joined.signal()
	}
}

// await returns when w has begun work that was assigned to it.
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
			// The clock takes as long to read as the state twenty times.
			if i%16 == 0 {
				if since.IsZero() {
					since = time.Now()
				} else if time.Since(since) > spinTime {
					break
				}
			}
		}
		// In its bed it would keep its P for a while. Where others want that, it sleeps by
		// the runtime's means, though it wakes late then; so it does where it has no bed.
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

// assign gives w the pool's job, and reports whether it is asleep and somebody has to
// wake it. The caller holds Pool.own, and w has no work.
func (w *worker) assign() (isParked bool) {
	for {
		if w.state.CompareAndSwap(idle, assigned) {
			return false
		}
		if w.state.CompareAndSwap(parked, notified) {
			return true
		} // else it has just gone to sleep
	}
}

// wake wakes w if it has been called in its sleep.
func (w *worker) wake() bool {
	// Once it is awake it may work, and go to sleep in the other way; but nobody calls it
	// twice for one job.
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

// revoke takes the job back if w has not begun it.
func (w *worker) revoke() bool {
	return w.state.CompareAndSwap(assigned, idle) || w.state.CompareAndSwap(notified, parked)
}

// start puts w in its place, opens ready if there is one, and serves.
func (w *worker) start(bound *event) {
	if w.cpu >= 0 {
		runtime.LockOSThread()
		if onMainThread() {
			// The main thread never ends, and its mask is what the process shows to
			// others. While this goroutine holds it, no other can get it.
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
