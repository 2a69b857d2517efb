package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// SumLog1p returns Σ ln(1 + x[j]), without rounding 1+x: the logarithm of the probability that
// none of independent events happens, where x holds their probabilities with the sign changed.
//
// Error bound, special values and bits are those of [kernel.SumLog1p], for any number of
// workers.
func SumLog1p(x []float64) float64 {
	if isa := dispatch.ISA(); small(len(x), cost.SumLog1p.Of(isa)) {
		return kernel.SumLog1p(isa, x)
	}
	sum, _ := Run{}.SumLog1p(x)
	return sum
}

// SumLog1p is the function [SumLog1p]. It returns 0 with an error. A worker polls the context at
// least every 65 536 elements.
func (r Run) SumLog1p(x []float64) (float64, error) {
	const op = "sumlog: SumLog1p"
	isa := r.isa()
	ns := cost.SumLog1p.Of(isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return kernel.SumLog1p(isa, x), nil
	}
	t := sums1pTasks.get()
	defer sums1pTasks.put(t)
	t.isa = isa
	pending := t.one[:]
	if len(x) > sumBlock {
		scratch := scratchSums1p.get()
		defer scratchSums1p.pool.Put(scratch)
		pending = scratch[:]
	}
	var all kernel.Log1pSum
	for done := 0; done < len(x) || done == 0; {
		t.x = x[done:min(len(x), done+maxPending*sumBlock)]
		t.sums = pending[:(len(t.x)+sumBlock-1)/sumBlock]
		round := r.share(done, len(t.x), len(x), len(x))
		if err := round.do(op, work(len(t.sums), ns*sumBlock, 1, 16), t); err != nil {
			return 0, err
		}
		for _, block := range t.sums {
			all.Merge(block)
		}
		if done += len(t.x); done == 0 {
			break
		}
	}
	return all.Sum(), nil
}

var scratchSums1p tasks[[maxPending]kernel.Log1pSum]

// sums1pTask sums the blocks of x.
type sums1pTask struct {
	isa  kernel.ISA
	sums []kernel.Log1pSum
	x    []float64
	one  [1]kernel.Log1pSum // for a sum of one block
}

var sums1pTasks tasks[sums1pTask]

func (t *sums1pTask) Do(lo, hi int) {
	for i := lo; i < hi; i++ {
		t.sums[i] = kernel.Log1pSum{}
		t.sums[i].Add(t.isa, t.x[i*sumBlock:min((i+1)*sumBlock, len(t.x))])
	}
}
