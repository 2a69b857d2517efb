package exact

import (
	"fmt"
	"math"
	"math/big"
)

// SumLog1p returns Σ ln(1+x[i]) over the reals. Every element must be finite and above -1; it
// panics otherwise. The error is below n·2^-222 absolute plus 2^-188·Σ|ln(1+x)| over the elements
// below 2^-60, n being the number of elements.
//
// 1+x has at most 113 bits where |x| is at least 2^-60, and below 2^62; above, it is rounded to
// 224 bits. Each multiplication adds 2^-224.
func SumLog1p(x []float64) *big.Float {
	p, sum := newProduct(), new(big.Float).SetPrec(working)
	for i, v := range x {
		switch {
		case !(v > -1) || math.IsInf(v, 1):
			panic(fmt.Sprintf("exact: SumLog1p: element %d is %g, which is not finite and above -1", i, v))
		case math.Abs(v) < 0x1p-60:
			sum.Add(sum, log1p(big.NewFloat(v), Prec))
		default:
			p.mul(plus(v, 1))
		}
	}
	return sum.Add(sum, p.log())
}
