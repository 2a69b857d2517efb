package sumlog

import "sumlog/kernel"

// accumulator is a pointer to a sum that elements arrive at in parts.
type accumulator[S any] interface {
	*S
	Add(isa kernel.ISA, x []float64)
	Merge(next S)
}

// blockSums adds up the blocks of x: anywhere, but they are merged in their order.
type blockSums[S any, P accumulator[S]] struct {
	isa  kernel.ISA
	sums []S
	x    []float64
	one  [1]S // for a sum of one block
	all  S    // here, so that it is not allocated
}

// keptSums keeps what the calls of one operation work with.
type keptSums[S any, P accumulator[S]] struct {
	tasks   tasks[blockSums[S, P]]
	scratch tasks[[maxPending]S]
}

// sumInBlocks returns the sum over x in blocks. ns is the time of an element.
func sumInBlocks[S any, P accumulator[S]](
	r Run, op string, isa kernel.ISA, x []float64, ns float64, kept *keptSums[S, P],
) (all S, err error) {
	t := kept.tasks.get()
	defer kept.tasks.put(t)
	t.isa = isa
	pending := t.one[:]
	if len(x) > sumBlock {
		scratch := kept.scratch.get()
		defer kept.scratch.pool.Put(scratch)
		pending = scratch[:]
	}
	err = r.inRounds(op, len(x), ns, t, func(from, to, blocks int) {
		t.x, t.sums = x[from:to], pending[:blocks]
	}, func() {
		for _, block := range t.sums {
			P(&t.all).Merge(block)
		}
	})
	return t.all, err
}

func (t *blockSums[S, P]) Do(lo, hi int) {
	for i := lo; i < hi; i++ {
		t.sums[i] = *new(S)
		P(&t.sums[i]).Add(t.isa, t.x[i*sumBlock:min((i+1)*sumBlock, len(t.x))])
	}
}
