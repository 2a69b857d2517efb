package exact

import (
	"fmt"
	"math"
	"math/big"
)

// SumLog returns the sum of the natural logarithms of x, each of which must be
// finite and positive; it panics otherwise. The empty sum is 0.
//
// The elements are multiplied and one logarithm is taken, so that sums that
// cancel, or that stay close to zero because all of x is close to 1, lose
// nothing: the error is below n·2^-223 absolute (n = len(x) roundings of the
// product to 224 bits) and 1.01·2^-192 relative.
func SumLog(x []float64) *big.Float {
	p, f := newProduct(), new(big.Float)
	for i, v := range x {
		if !(v > 0) || math.IsInf(v, 1) {
			panic(fmt.Sprintf("exact: SumLog: element %d is %g, which is not finite and positive", i, v))
		}
		p.mul(f.SetFloat64(v))
	}
	return p.log()
}

// LogAccumulateDirect returns the sum of ln(fl(fl(1+i) + x)) for i in
// [0, terms), fl being the rounding to float64: the exact value of what a
// literal loop over float64 adds up. x must be finite and above -1 and terms
// at least 0; it panics otherwise. It takes one multiplication a term.
//
// The error is SumLog's, terms·2^-223 absolute and 1.01·2^-192 relative.
// For x >= 0 the sum is at least ln 2 or has one term only, exact before its
// logarithm, so that the whole is below 2^-191 + terms·2^-222 relative.
func LogAccumulateDirect(x float64, terms int) *big.Float {
	checkAccumulate("LogAccumulateDirect", x, terms)
	p, f := newProduct(), new(big.Float)
	for i := range terms {
		p.mul(f.SetFloat64(float64(1+i) + x))
	}
	return p.log()
}

func checkAccumulate(name string, x float64, terms int) {
	if !(x > -1) || math.IsInf(x, 1) {
		panic(fmt.Sprintf("exact: %s: x is %g, which is not finite and above -1", name, x))
	}
	if terms < 0 {
		panic(fmt.Sprintf("exact: %s: negative term count %d", name, terms))
	}
}

// product is significand·2^exp. big.Float's exponent of 32 bits is too small
// for two million factors of 1e308.
type product struct {
	significand, next *big.Float
	exp               int64
}

func newProduct() *product {
	return &product{
		significand: new(big.Float).SetPrec(working).SetInt64(1),
		next:        new(big.Float).SetPrec(working),
	}
}

func (p *product) mul(f *big.Float) {
	p.next.Mul(p.significand, f)
	p.exp += int64(p.next.MantExp(p.next))
	p.significand, p.next = p.next, p.significand
}

func (p *product) log() *big.Float {
	return logTo(p.significand, p.exp, Prec)
}
