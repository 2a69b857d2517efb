package dispatch

import (
	"context"
	"sync/atomic"
)

// HandOver does a task by the design that lost: the workers, one on each core, do all of it,
// and the caller blocks until they are done.
func HandOver(p *Pool, work Work, task Task) {
	j := p.begin(unknownWork)
	if j == nil {
		panic("the pool is not free")
	}
	j.partition(work)
	all := &countedTask{Task: task, done: make(chan struct{})}
	all.left.Store(int64(work.N))
	j.ctx, j.task = context.Background(), all
	p.callerIndex.Store(-1)
	p.word.open()
	for _, w := range p.workers {
		w.wake()
	}
	<-all.done
	p.join()
	_ = propagate(p.release())
}

// countedTask closes done when all indices are done.
type countedTask struct {
	Task
	left atomic.Int64
	done chan struct{}
}

func (t *countedTask) Do(lo, hi int) {
	t.Task.Do(lo, hi)
	if t.left.Add(int64(lo-hi)) == 0 {
		close(t.done)
	}
}
