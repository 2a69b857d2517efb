package dispatch

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// Task is work over indices that may be divided anywhere, within the limits of [Work].
type Task interface {
	// Do does the indices [lo, hi). It is called for several ranges at once. Its changes to
	// its goroutine or thread persist; see [Pool.For].
	Do(lo, hi int)
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

// operands is the work of a job: task, each or try.
type operands struct {
	task   Task
	each   func(lo, hi int)
	try    func(ctx context.Context, lo, hi int) error
	inner  context.Context    // passed to try
	cancel context.CancelFunc // ends inner
}

// call does the chunk [lo, hi).
func (o *operands) call(lo, hi int) error {
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

// partition divides n > 0 indices between the workers, at multiples of align, and sets the
// chunk size: about sixteen chunks a range, so that workers end together, and between minChunk
// and maxChunk, multiples of align.
func (j *job) partition(n, align, minChunk, maxChunk int) {
	units := (n-1)/align + 1
	at := func(u int) int64 {
		if u == units {
			return int64(n)
		}
		return int64(u) * int64(align)
	}
	for i := range j.ranges {
		r := splitAt(units, len(j.ranges), i)
		j.ranges[i].pos.Store(at(r.Lo))
		j.ranges[i].end = at(r.Hi)
	}
	j.progress.total = int64(n)
	j.chunk = min(max(units/(16*len(j.ranges))*align, minChunk), maxChunk)
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
	after := afterTask{needed: j.runsTasks(), by: by}
	if after.needed {
		after.panicOnFault = panicOnFault()
		defer debug.SetPanicOnFault(after.panicOnFault)
	}
	for range j.ranges {
		j.runRange(&j.ranges[index], &after)
		if index++; index == len(j.ranges) {
			index = 0
		}
	}
}

// runsTasks reports whether the job calls functions of the caller's own.
func (j *job) runsTasks() bool { return j.each != nil || j.try != nil }

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
		err := j.call(lo, hi)
		if after.needed {
			after.restore()
		}
		if err != nil {
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

func (a *afterTask) restore() {
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
