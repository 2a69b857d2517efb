package dispatch

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// model is an owner and two workers between two atomic operations of the protocol of jobWord,
// with the same methods and the same order of operations as Pool and worker.
type model struct {
	word     uint64
	owner    int // the operation that is next
	signals  int
	finished int // jobs that the owner has finished
	open     int // the job that the workers may do, or 0
	workers  [2]modelWorker
}

type modelWorker struct {
	next   int    // the operation that is next
	read   uint64 // the word as it was read
	seen   uint64
	parked bool
	did    int // the last job that it did
}

const modelJobs = 2

// The operations of the owner and of a worker, each atomic.
const (
	ownerOpens = iota
	ownerWakes // the first worker
	ownerWakesSecond
	ownerCloses
	ownerMustWait
	ownerBlocks
	ownerDone

	workerReads = iota - ownerDone - 1
	workerJoins
	workerLeaves
	workerParks
	workerReadsAgain
	workerUnparks
	workerBlocks
	workerEnded
)

// use runs an operation on the word of the model.
func (m *model) use(f func(w *jobWord)) {
	var w jobWord
	w.Store(m.word)
	f(&w)
	m.word = w.Load()
}

// stepOwner runs the next operation of the owner, and reports whether it can.
func (m *model) stepOwner(t *testing.T, wakes bool) bool {
	quits := m.finished == modelJobs
	switch m.owner {
	case ownerOpens:
		require.Zero(t, m.word&(inJob|isOpen), "a job is opened twice")
		if quits {
			m.use(func(w *jobWord) { w.quit(len(m.workers)) })
		} else {
			m.open = m.finished + 1
			m.use((*jobWord).open)
		}
		m.owner = ownerWakes
	case ownerWakes, ownerWakesSecond:
		if wakes || quits {
			m.workers[m.owner-ownerWakes].parked = false
		}
		m.owner++
		if m.owner == ownerCloses && quits {
			m.owner = ownerMustWait
		}
	case ownerCloses:
		m.owner = ownerMustWait
		m.use(func(w *jobWord) {
			if w.close() {
				m.finish()
			}
		})
	case ownerMustWait:
		m.use(func(w *jobWord) {
			if w.mustWait() {
				m.owner = ownerBlocks
			} else {
				m.finish()
			}
		})
	case ownerBlocks:
		if m.signals == 0 {
			return false
		}
		m.signals--
		m.finish()
	default:
		return false
	}
	return true
}

func (m *model) finish() {
	m.open = 0
	m.owner = ownerOpens
	if m.finished++; m.finished > modelJobs {
		m.owner = ownerDone
	}
}

// stepWorker runs the next operation of a worker, and reports whether it can.
func (m *model) stepWorker(t *testing.T, w *modelWorker) bool {
	switch w.next {
	case workerReads:
		w.read = m.word
		switch {
		case !calls(w.read, w.seen):
			w.next = workerParks
		case w.read&isQuit != 0:
			w.next = workerLeaves
			w.did = -1
		default:
			w.next = workerJoins
		}
	case workerJoins:
		w.next = workerReads
		m.use(func(word *jobWord) {
			if word.join(w.read) {
				require.NotZero(t, m.open, "a worker joins a job that is over")
				require.NotEqual(t, m.open, w.did, "a worker joins a job twice")
				w.seen, w.did = epochOf(w.read), m.open
				w.next = workerLeaves
			}
		})
	case workerLeaves:
		require.True(t, w.did < 0 || w.did == m.open, "a job is over with a worker in it")
		m.use(func(word *jobWord) {
			if word.leave() {
				m.signals++
			}
		})
		w.next = workerReads
		if w.did < 0 {
			w.next = workerEnded
		}
	case workerParks:
		w.parked = true
		w.next = workerReadsAgain
	case workerReadsAgain:
		w.next = workerBlocks
		if calls(m.word, w.seen) {
			w.next = workerUnparks
		}
	case workerUnparks: // by itself, or it blocks for the wake that is under way
		w.parked = false
		w.next = workerReads
	case workerBlocks:
		if w.parked {
			return false
		}
		w.next = workerReads
	default:
		return false
	}
	return true
}

// TestWordProtocol tries every order in which an owner and two workers may do the operations
// of two jobs and of the end: a worker is in no job that is over, nor twice in one, and
// the protocol always comes to its end, whether or not the owner wakes the workers.
func TestWordProtocol(t *testing.T) {
	for _, wakes := range []bool{false, true} {
		known := map[model]bool{}
		ends := 0
		var explore func(m model)
		explore = func(m model) {
			if known[m] || t.Failed() {
				return
			}
			known[m] = true
			moved := false
			next := m
			if next.stepOwner(t, wakes) {
				moved = true
				explore(next)
			}
			for i := range m.workers {
				next := m
				if next.stepWorker(t, &next.workers[i]) {
					moved = true
					explore(next)
				}
			}
			if moved {
				return
			}
			ends++
			require.Equal(t, ownerDone, m.owner, "%+v", m)
			require.Zero(t, m.signals, "%+v", m)
			for _, w := range m.workers {
				require.Equal(t, workerEnded, w.next, "%+v", m)
			}
		}
		explore(model{})
		require.NotZero(t, ends)
		t.Logf("%d states, %d ends", len(known), ends)
	}
}
