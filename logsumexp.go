package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogSumExp returns ln Σ e^x[j] without overflow: the logarithm of a sum of likelihoods that are
// given by their logarithms.
//
// Error bound, special values and bits are those of [kernel.LogSumExp], for any number of workers.
func LogSumExp(x []float64) float64 {
	if isa := dispatch.ISA(); small(len(x), cost.LogSumExp.Of(isa)) {
		return kernel.LogSumExp(isa, x)
	}
	sum, _ := Run{}.LogSumExp(x)
	return sum
}

// LogSumExp is the function [LogSumExp]. It returns 0 with an error. A worker polls the context at
// least every 65 536 elements.
func (r Run) LogSumExp(x []float64) (float64, error) {
	const op = "sumlog: LogSumExp"
	isa := r.isa()
	ns := cost.LogSumExp.Of(isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return kernel.LogSumExp(isa, x), nil
	}
	t := expSumTasks.get()
	defer expSumTasks.put(t)
	t.isa = isa
	pending := t.one[:]
	if len(x) > sumBlock {
		scratch := scratchExpSums.get()
		defer scratchExpSums.pool.Put(scratch)
		pending = scratch[:]
	}
	var all kernel.ExpSum
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
	return all.Log(), nil
}

var scratchExpSums tasks[[maxPending]kernel.ExpSum]

// expSumTask sums the blocks of x.
type expSumTask struct {
	isa  kernel.ISA
	sums []kernel.ExpSum
	x    []float64
	one  [1]kernel.ExpSum // for a sum of one block
}

var expSumTasks tasks[expSumTask]

func (t *expSumTask) Do(lo, hi int) {
	for i := lo; i < hi; i++ {
		t.sums[i] = kernel.ExpSum{}
		t.sums[i].Add(t.isa, t.x[i*sumBlock:min((i+1)*sumBlock, len(t.x))])
	}
}
