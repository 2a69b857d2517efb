package exact

import (
	"fmt"
	"math/big"
)

// Log returns ln x to the precision of x, which must be finite and positive;
// it panics otherwise. The relative error is below (1 + 2^-26)·2^-p, p =
// x.Prec(), for every x, those beside 1 included: 1 + 1e-300 needs only to be
// given in the 1000 bits that hold it. Any number of goroutines may call it.
//
// x is brought to m·2^k with m in [181/256, 181/128), exactly, and m to the
// nearest node c = j/128, so that
//
//	ln x = k·ln 2 + ln c + ln((1+s)/(1-s)),  s = (m-c)/(m+c),  |s| < 2^-8.
//
// Every step is rounded to P >= p + 32 bits, u = 2^-P. m-c is the rounding of
// an exact difference, so s is good to 3u and the last term to 8u (see
// logRatio). Beside 1 it stands alone: c = 1 and k = 0. Elsewhere the
// magnitudes of the three terms sum to less than 4·|ln x| (3.1, where m or x is
// half way between two nodes); their errors (2.1u, 1.1u, 8u) and those of the
// two additions come to less than 32u = 2^(5-P) <= 2^(-27-p), and rounding to p
// bits adds at most 2^-p.
func Log(x *big.Float) *big.Float {
	return logTo(x, 0, x.Prec())
}

// logTo is Log of x·2^e to prec bits. The exponent is apart because a long
// product's does not fit in a big.Float.
func logTo(x *big.Float, e int64, prec uint) *big.Float {
	if x.Sign() <= 0 || x.IsInf() {
		panic(fmt.Sprintf("exact: logarithm of %g, which is not finite and positive", x))
	}
	c := constantsFor(prec + 32)
	m := new(big.Float)
	k := int64(x.MantExp(m)) + e
	near, _ := m.Float64()
	if near < float64(lastNode)/(2*nodes) {
		m.SetMantExp(m, 1)
		near *= 2
		k--
	}
	j := int(near*nodes + 0.5)
	num := new(big.Float).SetPrec(c.prec).Sub(m, c.node[j])
	den := new(big.Float).SetPrec(c.prec).Add(m, c.node[j])
	sum := c.logRatio(num, den)
	if j != nodes {
		sum.Add(sum, c.ln[j])
	}
	if k != 0 {
		kln2 := new(big.Float).SetPrec(c.prec).SetInt64(k)
		sum.Add(sum, kln2.Mul(kln2, c.ln2))
	}
	return sum.SetPrec(prec)
}

// log1p returns ln(1+x) to prec bits for finite x > -1 with a relative error
// below 2^(11-P), P >= prec + 32. Where |x| is small, 1+x is never formed: its
// rounding would lose x. Where it is not, ln(1+x) is at least 2^-10.
func log1p(x *big.Float, prec uint) *big.Float {
	c := constantsFor(prec + 32)
	den := new(big.Float).SetPrec(c.prec)
	if x.MantExp(nil) > -9 {
		return logTo(den.Add(x, big.NewFloat(1)), 0, prec)
	}
	num := new(big.Float).SetPrec(c.prec).Set(x)
	return c.logRatio(num, den.Add(x, big.NewFloat(2))).SetPrec(prec)
}

// logRatio returns ln((1+s)/(1-s)) = 2s·Σ z^k/(2k+1) for s = num/den, z = s²,
// z < 2^-16. The terms left out sum to less than 2^-P. z has twice the error
// of s and its own rounding, but enters the sum, which is above 1, below
// 2^-17; so the sum is good to 3u with the terms left out, and the result, for
// an s good to 3u, to 7u and a rounding.
func (c *constants) logRatio(num, den *big.Float) *big.Float {
	s := num.Quo(num, den)
	if s.Sign() == 0 {
		return s
	}
	z := new(big.Float).Mul(s, s)
	bits := -z.MantExp(nil) // z < 2^-bits
	k := (int(c.prec)+bits-1)/bits - 1
	sum := new(big.Float).Set(c.odd[k])
	next := new(big.Float).SetPrec(c.prec)
	for k--; k >= 0; k-- {
		next.Mul(sum, z)
		sum.Add(next, c.odd[k])
	}
	s = next.Mul(s, sum)
	return s.SetMantExp(s, 1)
}
