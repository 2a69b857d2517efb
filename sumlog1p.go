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
	all, err := sumInBlocks(r, op, isa, x, ns, &keptLog1pSums)
	if err != nil {
		return 0, err
	}
	return all.Sum(), nil
}

var keptLog1pSums keptSums[kernel.Log1pSum, *kernel.Log1pSum]
