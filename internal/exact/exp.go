package exact

import (
	"fmt"
	"math"
	"math/big"
)

// halvings is how often the argument of the series of e^x is halved.
const halvings = 8

// Exp returns e^x for finite |x| < 2^20, and panics otherwise. The relative error is below
// 2^-190.
func Exp(x float64) *big.Float { return ExpOf(big.NewFloat(x)).SetPrec(Prec) }

// ExpOf is Exp of an x of any precision. The relative error is below
// 2^-233.
//
// x is k·ln 2 + r, |r| <= 0.35, and the series is taken at r/2^8, below 2^-9.5: a term more
// brings 9.5 bits. Every step is rounded to P = 256 bits, u = 2^-P. r errs by |k|·2u, at most
// 2^22·u, and the sum by 30u; each of the eight squarings doubles the relative error and adds
// u, so that the result errs by less than 2^22·u + 2^14·u.
func ExpOf(x *big.Float) *big.Float {
	near, _ := x.Float64()
	if !(math.Abs(near) < 1<<20) {
		panic(fmt.Sprintf("exact: Exp of %g", x))
	}
	c := constantsFor(working)
	k := math.RoundToEven(near / math.Ln2)
	r := new(big.Float).SetPrec(c.prec).SetFloat64(k)
	r.Sub(new(big.Float).SetPrec(c.prec).Set(x), r.Mul(r, c.ln2))
	r.SetMantExp(r, -halvings)
	sum, term := new(big.Float).SetPrec(c.prec).SetInt64(1), new(big.Float).SetPrec(c.prec).SetInt64(1)
	for i := int64(1); term.Sign() != 0 && term.MantExp(nil) > -int(c.prec); i++ {
		term.Mul(term, r)
		term.Quo(term, new(big.Float).SetInt64(i))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(k))
}
