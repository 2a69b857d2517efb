package dispatch

import "context"

// HandOver does a task by the design that lost: the workers, one on each core, do all of it,
// and the caller blocks until they are done.
func HandOver(p *Pool, work Work, task Task) {
	j := p.begin(unknownWork)
	if j == nil {
		panic("the pool is not free")
	}
	j.partition(work.N, work.Align, work.MinChunk, work.MaxChunk)
	j.ctx, j.task = context.Background(), task
	p.nextToWake.Store(int32(len(p.workers)))
	for _, w := range p.workers {
		j.pending.Add(1)
		w.assign()
		w.wake()
	}
	p.waitJoined()
	_ = propagate(p.release())
}
