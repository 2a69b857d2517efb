package dispatch

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// spinTime is how long an idle worker spins: less than a wake costs, and long enough for a
// caller to come back with the next of several jobs.
const spinTime = 20 * time.Microsecond

// worker is a goroutine of a pool.
type worker struct {
	_     [64]byte // the owner of a job reads state: it has the cache line to itself
	state atomic.Uint32
	_     [124]byte

	parker parker
	event  event // where it parks by the runtime's means
	shared *sharedJob
	seen   uint64 // the epoch of the last job that it joined or passed over
	index  int    // the chunk range that it begins with
	spins  bool

	ownThread
}

func newWorker(s *sharedJob, index, cpu int, spins bool) *worker {
	w := &worker{shared: s, index: index, spins: spins}
	w.cpu = cpu
	w.event.reset()
	return w
}

// run does the pool's jobs until the workers are to end. It returns while locked to its
// thread, so that the thread, and its affinity mask, end with it.
func (w *worker) run() {
	normal := false
	defer func() {
		if !normal {
			// A task called runtime.Goexit, which cannot be stopped: a new goroutine continues
			// as this worker.
			w.releaseThread()
			go w.start(nil)
			w.leave()
		}
	}()
	debug.SetPanicOnFault(true) // faults in the memory of an array become panics
	j, by := &w.shared.job, onPinnedWorker
	if w.cpu < 0 {
		by = onUnpinnedWorker
	}
	for w.join() {
		tasks := j.runsTasks()
		j.work(w.index, by)
		w.leave()
		if tasks && !w.ownsThread() { // the caller does not wait for this
			normal = true
			w.releaseThread()
			go w.start(nil)
			return
		}
	}
	normal = true
	w.releaseThread()
	w.leave()
}

// leave ends w's part in the job. From then on the job belongs to its owner.
func (w *worker) leave() {
	if w.shared.word.leave() {
		w.shared.joined.signal()
	}
}

// join returns true when w has joined a job, and false when it is to end.
func (w *worker) join() bool {
	s := w.shared
	for {
		var since time.Time
		for i := 0; ; i++ {
			word := s.word.Load()
			switch {
			case !calls(word, w.seen):
			case word&isQuit != 0:
				return false
			case w.index == int(s.callerIndex.Load()): // as it is now; the job may be over
				w.seen = epochOf(word)
			case s.word.join(word):
				w.seen = epochOf(word)
				return true
			default: // another worker was faster
				continue
			}
			if !w.spins {
				break
			}
			// Reading the clock costs as much as reading the word twenty times.
			if i%16 == 0 {
				if since.IsZero() {
					since = time.Now()
				} else if time.Since(since) > spinTime {
					break
				}
			}
		}
		w.park()
	}
}

// park blocks until wake, unless a job has been opened meanwhile. The owner opens a job first
// and wakes then, and w says that it parks first and reads the word then: one of the two sees
// the other.
//
// Where the futex is refused, w parks by the runtime's means, although it then wakes late.
func (w *worker) park() {
	state := parked
	if parkingError() != nil {
		state = parkedInRuntime
	}
	w.state.Store(state)
	switch {
	case calls(w.shared.word.Load(), w.seen) && w.state.CompareAndSwap(state, spinning):
	case state == parked:
		w.parker.park(&w.state)
	default:
		w.event.wait()
	}
}

// wake wakes w if it is parked.
func (w *worker) wake() {
	state := w.state.Load()
	switch {
	case state == spinning || !w.state.CompareAndSwap(state, spinning):
	case state == parked:
		w.parker.unpark(&w.state)
	default:
		w.event.signal()
	}
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
