package kernel

import (
	"fmt"
	"math"
)

// MulPair multiplies p by hi + lo, a number of twice the precision that is not rounded: a product
// of two numbers with its rounding error, for instance, which two fused multiply-adds keep up to
// date in less time than [Product.Mul] takes. It counts as one factor in the error bound.
//
// It panics unless 2^-1000 <= hi <= 2^1000 and |lo| <= 2^-20·hi.
func (p *Product) MulPair(hi, lo float64) {
	if !(hi >= 0x1p-1000 && hi <= 0x1p1000 && math.Abs(lo) <= 0x1p-20*hi) {
		panic(fmt.Sprintf("sumlog/kernel: Product.MulPair: hi = %g, lo = %g", hi, lo))
	}
	p.start()
	p.p.MulPair(hi, lo)
	p.finish()
}
