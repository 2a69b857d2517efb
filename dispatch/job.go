package dispatch

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// Task is work over indices that may be divided anywhere, within the limits of [Work].
type Task interface {
	// Do does the indices [lo, hi). It is called for several ranges at once. Its changes to
	// its goroutine or thread persist; see [Pool.For].
	Do(lo, hi int)
}

// Work describes a [Task]: how to divide it, and whether to share it.
type Work struct {
	N        int           // the indices are [0, N)
	Align    int           // chunks begin at multiples of it, 1 or more
	MinChunk int           // least indices in a chunk, a multiple of Align: 2 µs of work or more
	MaxChunk int           // most indices between two polls of ctx: 100 µs of work or less
	Cost     time.Duration // estimated time of all the work on one CPU
}

// job is the work of a pool's workers for one call. A pool has one and reuses it, so that
// operations allocate nothing.
type job struct {
	operands
	chunk  int             // indices in a chunk; the last may have fewer
	ctx    context.Context // polled before each chunk
	ranges []chunkRange
	result
	progress progress
}

// sharedJob is a job and what its owner and the workers tell each other about it.
type sharedJob struct {
	job    job
	joined event // signalled by the last worker that leaves the job, if the owner waits

	_           [64]byte // workers poll word
	word        jobWord
	callerIndex atomic.Int32 // the worker that is not to join: it would share the caller's core
	_           [52]byte
}

// waitEmpty blocks until no worker is in the job, which is closed.
func (s *sharedJob) waitEmpty() {
	if s.word.mustWait() {
		s.joined.wait()
	}
}

// operands is the work of a job: task, or a function of the caller's own, each or try.
type operands struct {
	task   Task
	each   func(lo, hi int)
	try    func(ctx context.Context, lo, hi int) error
	inner  context.Context    // passed to try
	cancel context.CancelFunc // ends inner
}

// call does the chunk [lo, hi).
func (o *operands) call(lo, hi int, after *afterTask) error {
	defer after.restore()
	switch {
	case o.task != nil:
		o.task.Do(lo, hi)
	case o.each != nil:
		o.each(lo, hi)
	default:
		return o.try(o.inner, lo, hi)
	}
	return nil
}

// runsTasks reports whether functions of the caller's own are called.
func (o *operands) runsTasks() bool { return o.task == nil }

// inBlocks does work on the caller's goroutine, in order, until a task fails or ctx ends.
func (o *operands) inBlocks(ctx context.Context, work Work) error {
	after := o.afterTask(onCaller)
	defer after.restore()
	g := progress{total: int64(work.N)}
	g.begin(ctx)
	for lo := 0; lo < work.N; {
		if err := ctx.Err(); err != nil {
			return err
		}
		hi := lo + min(work.MaxChunk, work.N-lo)
		if err := o.call(lo, hi, &after); err != nil {
			return err
		}
		g.add(hi-lo, true)
		lo = hi
	}
	g.end()
	return nil
}

// runner says on whose goroutine chunks are done.
type runner uint8

const (
	onCaller runner = iota
	onPinnedWorker
	onUnpinnedWorker
)

// chunkRange is the range of a job that one worker begins with. A worker that has finished its
// own range takes chunks of the other ranges, so that a core that is slow, busy or still
// waking up delays no other.
type chunkRange struct {
	pos atomic.Int64
	end int64
	_   [112]byte
}

// partition divides work that is not empty between the workers, and sets the chunk size: about
// sixteen chunks a range, so that workers end together.
func (j *job) partition(work Work) {
	units := (work.N-1)/work.Align + 1
	at := func(u int) int64 {
		if u == units {
			return int64(work.N)
		}
		return int64(u) * int64(work.Align)
	}
	for i := range j.ranges {
		r := splitAt(units, len(j.ranges), i)
		j.ranges[i].pos.Store(at(r.Lo))
		j.ranges[i].end = at(r.Hi)
	}
	j.progress.total = int64(work.N)
	j.chunk = min(max(units/(16*len(j.ranges))*work.Align, work.MinChunk), work.MaxChunk)
}

// work does chunks until none are left, beginning with the range of that index, on the
// goroutine that by says. The result records a panic or Goexit, after which chunks may be left.
func (j *job) work(index int, by runner) {
	exited := true
	defer func() {
		if exited {
			j.fail(nil, nil)
		}
	}()
	p := catch(func() { j.runAll(index, by) })
	exited = false
	if p != nil {
		j.fail(nil, p)
	}
}

// runAll does the chunks of all ranges, beginning with the range of that index.
func (j *job) runAll(index int, by runner) {
	after := j.afterTask(by)
	defer after.restore()
	for range j.ranges {
		j.runRange(&j.ranges[index], &after)
		if index++; index == len(j.ranges) {
			index = 0
		}
	}
}

// fail records how a task ended, and ends the context that tasks are given.
func (j *job) fail(err error, p *PanicError) {
	j.result.fail(err, p)
	if j.cancel != nil {
		j.cancel()
	}
}

// runRange does the chunks of one range.
func (j *job) runRange(r *chunkRange, after *afterTask) {
	for !j.stop.Load() {
		if err := j.ctx.Err(); err != nil && r.pos.Load() < r.end {
			j.fail(err, nil)
			return
		}
		lo, hi, ok := r.next(int64(j.chunk))
		if !ok {
			return
		}
		if err := j.call(lo, hi, after); err != nil {
			j.fail(err, nil)
			return
		}
		j.progress.add(hi-lo, after.by == onCaller)
	}
}

// afterTask undoes what a task may have done to the goroutine that ran it.
type afterTask struct {
	needed       bool // the job runs tasks
	panicOnFault bool
	by           runner
}

// afterTask returns how to undo what o does to the calling goroutine, which by says.
func (o *operands) afterTask(by runner) afterTask {
	a := afterTask{needed: o.runsTasks(), by: by}
	if a.needed {
		a.panicOnFault = panicOnFault()
	}
	return a
}

func (a *afterTask) restore() {
	if !a.needed {
		return
	}
	debug.SetPanicOnFault(a.panicOnFault)
	if a.by == onUnpinnedWorker {
		runtime.UnlockOSThread() // it is locked to no thread
	}
}

// next returns the next chunk of the range. An unconditional addition would be shorter, and
// would overflow where end is near the largest integer.
func (r *chunkRange) next(chunk int64) (lo, hi int, ok bool) {
	for {
		at := r.pos.Load()
		if at >= r.end {
			return 0, 0, false
		}
		to := at + min(chunk, r.end-at)
		if r.pos.CompareAndSwap(at, to) {
			return int(at), int(to), true
		}
	}
}
