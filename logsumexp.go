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
	all, err := sumInBlocks(r, op, isa, x, ns, &keptExpSums)
	if err != nil {
		return 0, err
	}
	return all.Log(), nil
}

var keptExpSums keptSums[kernel.ExpSum, *kernel.ExpSum]
