package dispatch

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// job is the work that a pool's workers do for one call. There is one in each
// pool, which is why an operation allocates nothing.
type job struct {
	operands
	chunk  int             // how many indices a block has; the last may have fewer
	ctx    context.Context // looked at before each block
	ranges []chunkRange
	quit   bool // no work: the worker is to end
	result
	progress progress

	_       [64]byte
	pending atomic.Int32 // the workers that have not finished, plus ownerSleeps
	_       [60]byte
}

// ownerSleeps is added to job.pending by an owner who waits at Pool.ended.
const ownerWaits = 1 << 30

// operands is what a job does: one of the three.
type operands struct {
	task   Task
	each   func(lo, hi int)
	try    func(ctx context.Context, lo, hi int) error
	inner  context.Context    // that of try
	cancel context.CancelFunc // ends inner
}

// run does the block [lo, hi).
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

// part is the stretch of a job that one slot begins with. Whoever has finished
// its own part takes blocks of the others': a core that is slow, busy with
// something else or still waking up then holds nobody up.
type chunkRange struct {
	pos atomic.Int64
	end int64
	_   [112]byte
}

// cut divides n > 0 indices between the slots, at multiples of unit, and settles
// the size of a block: some sixteen a part, so that slots end together, but from
// least to most indices, which are multiples of unit too.
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

// work does blocks until there are none left, beginning with those of slot, on the
// goroutine of w, or of the caller where w is nil. When a block panics or ends the
// goroutine, so that others may be left, the outcome says so.
func (j *job) work(index int, w *worker) {
	exited := true
	defer func() {
		if exited {
			j.setGoexit()
			j.cancelInner()
		}
	}()
	p := catch(func() { j.runAll(index, w) })
	exited = false
	if p != nil {
		j.setPanic(p)
		j.cancelInner()
	}
}

// drainAll does the blocks of all parts, those of slot first.
func (j *job) runAll(index int, w *worker) {
	after := afterTask{needed: j.runsTasks(), worker: w}
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

// cancelInner ends the context that tasks are given.
func (j *job) cancelInner() {
	if j.cancel != nil {
		j.cancel()
	}
}

// drain does the blocks of one part.
func (j *job) runRange(r *chunkRange, after *afterTask) {
	for !j.stop.Load() {
		if err := j.ctx.Err(); err != nil && r.pos.Load() < r.end {
			j.setError(err)
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
			j.setError(err)
			j.cancelInner()
			return
		}
		j.progress.add(hi-lo, after.worker == nil)
	}
}

// afterTask undoes what a task may have done to the goroutine that ran it.
type afterTask struct {
	needed       bool // the job runs tasks
	panicOnFault bool
	worker       *worker // nil on the caller's goroutine
}

func (a *afterTask) restore() {
	debug.SetPanicOnFault(a.panicOnFault)
	if a.worker != nil && a.worker.cpu < 0 {
		runtime.UnlockOSThread() // a worker that is not pinned belongs to no thread
	}
}

// take returns the next block of the part. (Adding the size blindly would be
// shorter, and would overflow where end is near the largest integer.)
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
