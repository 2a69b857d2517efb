package dispatch

import "sync/atomic"

// jobWord is the state of a pool's job, on which its owner and the workers agree: whether it is
// open, its epoch, and how many workers are in it. Each method is one atomic operation, and
// TestWordProtocol tries them in every order.
//
// A job is opened and closed by its owner, the goroutine that holds Pool.mu. A worker joins an
// open job of an epoch that it has not seen, and leaves it. What the job refers to may change
// only while the word is closed and empty.
type jobWord struct{ atomic.Uint64 }

const (
	inJob      = 1<<20 - 1 // mask of the number of workers in the job
	isOpen     = 1 << 20   // workers may join
	isQuit     = 1 << 21   // workers are to end: all of them count as in the job until they do
	ownerWaits = 1 << 22   // the last worker that leaves signals Pool.joined
	oneEpoch   = 1 << 23   // the epoch is the rest: it takes months of jobs to come round
)

// epochOf returns the epoch of a word, to be compared with others.
func epochOf(word uint64) uint64 { return word / oneEpoch }

// open opens the job of the next epoch. The word is closed and empty.
func (w *jobWord) open() { w.Store((epochOf(w.Load())+1)*oneEpoch | isOpen) }

// quit ends the workers, of which there are n. The word is closed and empty.
func (w *jobWord) quit(n int) { w.Store((epochOf(w.Load())+1)*oneEpoch | isQuit | uint64(n)) }

// calls reports whether a word that was read calls a worker that has seen an epoch: to join,
// or to end.
func calls(word, seen uint64) bool {
	return word&isOpen != 0 && epochOf(word) != seen || word&isQuit != 0
}

// join enters the job of an open word that was read. It fails where the word has changed.
func (w *jobWord) join(word uint64) bool { return w.CompareAndSwap(word, word+1) }

// leave reports whether the owner must be signalled.
func (w *jobWord) leave() bool { return w.Add(^uint64(0))&(inJob|ownerWaits) == ownerWaits }

// close lets no more workers join, and reports whether the job is empty.
func (w *jobWord) close() bool { return w.And(^uint64(isOpen))&inJob == 0 }

// empty reports whether no worker is in the job.
func (w *jobWord) empty() bool { return w.Load()&inJob == 0 }

// mustWait makes the last worker that leaves signal Pool.joined, and reports whether it will.
func (w *jobWord) mustWait() bool { return w.Or(ownerWaits)&inJob != 0 }

// The states of a worker. It parks by itself, and returns to spinning by itself or by wake.
const (
	spinning        uint32 = iota // or doing a job, or about to
	parked                        // at its parker
	parkedInRuntime               // at its event
)
