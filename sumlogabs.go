package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// SumLogAbs returns Σ ln|x[j]| and the sign of the product of x: 1, -1, 0 where a factor is 0, or
// NaN. Of the diagonal of a triangular matrix: the logarithm and the sign of its determinant.
//
// Error bound, special values and bits are those of [kernel.SumLogAbs], for any number of workers.
func SumLogAbs(x []float64) (sum, sign float64) {
	if isa := dispatch.ISA(); small(len(x), cost.SumLogAbs.Of(isa)) {
		return kernel.SumLogAbs(isa, x)
	}
	sum, sign, _ = Run{}.SumLogAbs(x)
	return sum, sign
}

// SumLogAbs is the function [SumLogAbs]. It returns 0 twice with an error. A worker polls the
// context at least every 65 536 elements.
func (r Run) SumLogAbs(x []float64) (sum, sign float64, err error) {
	const op = "sumlog: SumLogAbs"
	isa := r.isa()
	ns := cost.SumLogAbs.Of(isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, 0, err
		}
		sum, sign = kernel.SumLogAbs(isa, x)
		return sum, sign, nil
	}
	sum, odd, err := r.sumBlocks(op, isa, numbersOf(x), ns, true)
	if err != nil {
		return 0, 0, err
	}
	return sum, generic.SignOf(sum, odd), nil
}
