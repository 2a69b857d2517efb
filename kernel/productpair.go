package kernel

import (
	"fmt"
	"math"

	"sumlog/internal/generic"
)

// MulPair multiplies p by hi + lo, a number of twice the precision that is not rounded: a product
// of two numbers with its rounding error, for instance, which two fused multiply-adds keep up to
// date in less time than [Product.Mul] takes. It counts as one factor in the error bound.
//
// It panics unless 2^-1000 <= hi <= 2^1000 and |lo| <= 2^-20·hi.
func (p *Product) MulPair(hi, lo float64) {
	checkPair("sumlog/kernel: Product.MulPair", hi, lo)
	p.start()
	p.p.MulPair(hi, lo)
	p.finish()
}

// MulPair adds ln(hi + lo): factors 1+x whose product hi and lo carry, as for [Product.MulPair].
//
// It panics unless 2^-1000 <= hi <= 2^1000 and |lo| <= 2^-20·hi.
func (s *Log1pSum) MulPair(hi, lo float64) {
	checkPair("sumlog/kernel: Log1pSum.MulPair", hi, lo)
	block := generic.Sum1p{Product: generic.One}
	block.MulPair(hi, lo)
	s.merge(&block)
}

// AddPair adds hi + lo: logarithms of 1+x for tiny x, such as x itself, of which products would
// lose digits. The pair is added as it is: nothing is rounded but the sum of the low parts.
//
// It panics unless hi and lo are finite.
func (s *Log1pSum) AddPair(hi, lo float64) {
	if !(math.Abs(hi) <= math.MaxFloat64 && math.Abs(lo) <= math.MaxFloat64) {
		panic(fmt.Sprintf("sumlog/kernel: Log1pSum.AddPair: hi = %g, lo = %g", hi, lo))
	}
	s.merge(&generic.Sum1p{Product: generic.One, S: hi, C: lo})
}

func checkPair(op string, hi, lo float64) {
	if !(hi >= 0x1p-1000 && hi <= 0x1p1000 && math.Abs(lo) <= 0x1p-20*hi) {
		panic(fmt.Sprintf("%s: hi = %g, lo = %g", op, hi, lo))
	}
}
