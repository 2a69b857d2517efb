package exact

import (
	"math"
	"math/big"
)

// pair is the unevaluated sum hi + lo, hi being that sum rounded: some 106 bits at
// the price of a few float64 operations.
//
// The algorithms, and the bounds on their relative errors, are those of Joldes,
// Muller and Popescu, "Tight and rigorous error bounds for basic building blocks
// of double-word arithmetic", ACM Transactions on Mathematical Software 44 (2017),
// which Muller and Rideau proved once more with Coq (48, 2022). The bounds here
// are theirs, or above them; u = 2^-53, and nothing may overflow or underflow.
type pair struct{ hi, lo float64 }

// toPair returns x rounded to a pair, to u² relative.
func toPair(x *big.Float) pair {
	hi, _ := x.Float64()
	lo, _ := new(big.Float).Sub(x, big.NewFloat(hi)).Float64()
	return pair{hi, lo}
}

// twoSum returns a+b, exactly.
func twoSum(a, b float64) pair {
	s := a + b
	t := s - a
	return pair{s, (a - (s - t)) + (b - t)}
}

// fastTwoSum returns a+b, exactly, where |a| >= |b| or a is 0.
func fastTwoSum(a, b float64) pair {
	s := a + b
	return pair{s, b - (s - a)}
}

// add returns x+y to 4u² relative, also where they cancel: AccurateDWPlusDW.
func (x pair) add(y pair) pair {
	s, t := twoSum(x.hi, y.hi), twoSum(x.lo, y.lo)
	v := fastTwoSum(s.hi, s.lo+t.hi)
	return fastTwoSum(v.hi, t.lo+v.lo)
}

// mul returns x·y to 6u² relative: DWTimesDW2.
func (x pair) mul(y pair) pair {
	hi := float64(x.hi * y.hi)
	lo := math.FMA(x.hi, y.hi, -hi)
	return fastTwoSum(hi, lo+math.FMA(x.lo, y.hi, float64(x.hi*y.lo)))
}

// scale returns x·y to 2u² relative: DWTimesFP3.
func (x pair) scale(y float64) pair {
	hi := float64(x.hi * y)
	return fastTwoSum(hi, math.FMA(x.lo, y, math.FMA(x.hi, y, -hi)))
}

// div returns x/y to 16u² relative: DWDivDW2.
func (x pair) div(y pair) pair {
	q := x.hi / y.hi
	r := y.scale(q)
	return fastTwoSum(q, ((x.hi-r.hi)+(x.lo-r.lo))/y.hi)
}

// ldexp returns x·2^exp.
func (x pair) ldexp(exp int) pair {
	return pair{math.Ldexp(x.hi, exp), math.Ldexp(x.lo, exp)}
}
