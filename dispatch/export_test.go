package dispatch

import "context"

// HandOver does a LogAccumulateDirect by the design that lost: all of it is given to
// the workers, one on each core, and the caller sleeps until they are done.
func HandOver(p *Pool, dst, x []float64, terms int) {
	c := costDirect(terms)
	j := p.begin(worthAnything)
	if j == nil {
		panic("the pool is not free")
	}
	j.cut(len(x), c.unit, c.least, c.most)
	j.dst, j.a, j.terms, j.isa = pointer(dst), pointer(x), terms, p.isaOf(opLogAccumulateDirect)
	j.ctx, j.run = context.Background(), runLogAccumulateDirect
	p.rousing.Store(int32(len(p.workers)))
	for _, w := range p.workers {
		j.pending.Add(1)
		w.assign()
		w.wake()
	}
	p.sleep()
	_ = deliver(p.let())
}
