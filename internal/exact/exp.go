package exact

import (
	"fmt"
	"math"
	"math/big"
	"sync"
)

// halvings is how often the argument of the series of e^x is halved.
const halvings = 8

// terms is how many terms of the series of e^x are added. The next one is below 2^-278: s^22, with
// |s| < 2^-9.5, by 22!.
const terms = 22

// inverseFactorials returns 1/i! to 256 bits.
var inverseFactorials = sync.OnceValue(func() (list [terms]*big.Float) {
	factorial := new(big.Float).SetPrec(256).SetInt64(1)
	for i := range list {
		factorial.Mul(factorial, new(big.Float).SetInt64(int64(max(1, i))))
		list[i] = new(big.Float).SetPrec(256).Quo(new(big.Float).SetInt64(1), factorial)
	}
	return list
})

// Exp returns e^x for finite |x| < 2^20, and panics otherwise. The relative error is below
// 2^-190.
func Exp(x float64) *big.Float { return ExpOf(big.NewFloat(x)).SetPrec(Prec) }

// ExpOf is Exp of an x of any precision. The relative error is below
// 2^-233.
//
// x is k·ln 2 + r, |r| <= 0.35, and the series is taken at s = r/2^8, below 2^-9.5, from its last
// term on: 1 + s·(1 + s·(1/2! + …)). Every step is rounded to P = 256 bits, u = 2^-P. r errs by
// |k|·2u, at most 2^22·u; the last addition by u, the steps before it by less than 4u·|s|, and so
// the sum by less than 2u with what is left out. Each of the eight squarings doubles the relative
// error and adds u, so that the result errs by less than 2^22·u + 2^10·u.
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
	inverse := inverseFactorials()
	sum, next := new(big.Float).Set(inverse[terms-1]), new(big.Float).SetPrec(c.prec)
	for i := terms - 2; i >= 0; i-- {
		sum.Add(next.Mul(sum, r), inverse[i])
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(k))
}
