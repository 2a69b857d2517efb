package exact

import (
	"math"
	"math/big"
)

// LogSumExp returns ln Σ e^x[i] over the reals. There must be an element, and every one must be
// finite; it panics otherwise. The error is below 2^-180 absolute, and where the largest element
// is 0, below 2^-180 of the result unless that is below e^-1000.
//
// The largest element m is set apart: the result is m + ln(1 + Σ e^(x-m)), the sum over all others.
// Terms below e^-1100 are left out. The sum has 256 bits, as the terms have.
func LogSumExp(x []float64) *big.Float {
	largest := 0
	for i, v := range x {
		if v > x[largest] {
			largest = i
		}
	}
	const wide = 2200 // the difference of any two float64 is exact
	m := new(big.Float).SetPrec(wide).SetFloat64(x[largest])
	sum, d := new(big.Float).SetPrec(256), new(big.Float).SetPrec(wide)
	cut := big.NewFloat(-1100)
	term, of := new(big.Float), math.NaN() // e^(of-m), which the next element often has too
	for i, v := range x {
		if v != of {
			d.Sub(new(big.Float).SetPrec(wide).SetFloat64(v), m)
			term, of = new(big.Float), v
			if d.Cmp(cut) > 0 {
				term = ExpOf(d)
			}
		}
		if i != largest {
			sum.Add(sum, term)
		}
	}
	if sum.Sign() == 0 {
		return m
	}
	return m.Add(m, log1p(sum, Prec))
}
