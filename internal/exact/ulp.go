package exact

import (
	"math"
	"math/big"
)

// ULP returns the error of got in units in the last place of want:
//
//	|got - want| / 2^(e-52),  e = max(floor(log2 |w|), -1022),
//
// where w is want rounded to the nearest float64, ties to even; so a unit is
// 2^-1074 where w is subnormal or zero, and a correctly rounded got errs by at
// most 0.5, at powers of two too. The result is that quotient rounded to 53
// bits.
//
// Where got or w is infinite the error is 0 if they are equal and +Inf if not.
// A NaN is always wrong, +Inf, because want cannot be one; the sign of a zero
// is not looked at.
func ULP(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	diff, ok := difference(got, w, want)
	if ok {
		exp := max(math.Ilogb(w), -1022) - 52
		return toFloat64(diff.SetMantExp(diff, -exp))
	}
	return mismatch(got, w)
}

// Abs returns |got - want| rounded to the nearest float64, with the rules of
// ULP for infinities and NaN.
func Abs(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	if diff, ok := difference(got, w, want); ok {
		return toFloat64(diff)
	}
	return mismatch(got, w)
}

// difference returns |got - want|, correctly rounded to 53 bits, if both are
// numbers that a float64 can hold.
func difference(got, rounded float64, want *big.Float) (*big.Float, bool) {
	if math.IsNaN(got) || math.IsInf(got, 0) || math.IsInf(rounded, 0) {
		return nil, false
	}
	diff := big.NewFloat(got)
	diff.Sub(diff, want)
	return diff.Abs(diff), true
}

func mismatch(got, rounded float64) float64 {
	if got == rounded {
		return 0
	}
	return math.Inf(1)
}

func toFloat64(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}
