package exact

import (
	"fmt"
	"math"
	"sync"
)

// DD is a real number that is known to within an error. It tells that a result is
// right some twenty times faster than a big.Float does.
type DD struct {
	pair
	err float64 // of hi+lo, at most
}

// ULP returns a bound on the error of got, in the units and with the rules of the
// function [ULP]: never less than the error, and more by a few billionths of a
// unit. It is more where only a big.Float can tell: where v is hardly known, as a
// sum that cancels is; where v may round to a power of two or to the number
// before, whose unit is half as large; and +Inf where v is 0 or below 2^-900.
//
// v rounds to hi or to a neighbour, and the unit of hi is at most the
// latter's, except beside a power of two. The rounding of the
// three additions is in the last factor: got - hi is exact where the two are close.
func (v DD) ULP(got float64) float64 {
	hi, lo := math.Abs(v.hi), math.Copysign(1, v.hi)*v.lo
	if hi < tiny {
		return math.Inf(1)
	}
	unit := math.Ldexp(1, math.Ilogb(hi)-52)
	if math.Float64bits(hi)<<12 == 0 && v.err-lo >= unit/4 {
		unit /= 2
	}
	diff := math.Abs((got-v.hi)-v.lo) + v.err
	if math.IsNaN(diff) {
		return math.Inf(1)
	}
	return diff / unit * (1 + 0x1p-50)
}

const (
	tiny = 0x1p-900 // well above where the lower halves of pairs underflow

	// logError is the relative error of logPair, and stepError the error of one
	// multiplication of pairs, each rounded up.
	logError  = 0x1p-97
	stepError = 0x1p-103
)

// LogDD returns ln x, which must be finite and positive, to 2^-97 relative,
// 1 and its neighbours included; it panics otherwise.
func LogDD(x float64) DD {
	if !(x > 0) || math.IsInf(x, 1) {
		panic(fmt.Sprintf("exact: logarithm of %g, which is not finite and positive", x))
	}
	ln := logPair(pair{hi: x}, 0)
	return DD{ln, logError * math.Abs(ln.hi)}
}

// logPair returns ln(x·2^e) to 2^-97 relative, where that is not below tiny. It is
// the method of [Log] in pairs:
//
//	ln x = k·ln 2 + ln c + 2s·(1 + T),  s = (m-c)/(m+c),  T = z/3 + z²/5 + …,  z = s²
//
// m-c is exact, m+c good to 4u² and s to 21u². z is below 2^-17, T below 2^-18. Its
// terms from z³/7 on are float64: their relative error, below 2^-51, becomes one of
// 3u² beside 1, and what is left out, from z^6/13 on, is below 2u². With that and
// the last two operations, 2s·(1 + T) is good to 32u². Beside 1 it stands alone.
// Elsewhere the magnitudes of the three terms sum to less than 4·|ln x|: 4·32u²
// and, for the additions, twice 4·4u² are less than 2^8·u² = 2^-98.
func logPair(x pair, e int) pair {
	c := ddConstants()
	_, k := math.Frexp(x.hi)
	m := x.ldexp(-k)
	if m.hi < float64(lastNode)/(2*nodes) {
		m = pair{2 * m.hi, 2 * m.lo}
		k--
	}
	k += e
	j := int(m.hi*nodes + 0.5)
	node := float64(j) / nodes
	sum := c.logRatio(twoSum(m.hi-node, m.lo).div(twoSum(m.hi, node).add(pair{hi: m.lo})))
	if j != nodes {
		sum = c.ln[j].add(sum)
	}
	if k != 0 {
		sum = c.ln2.scale(float64(k)).add(sum)
	}
	return sum
}

// logRatio returns ln((1+s)/(1-s)) = 2s·(1 + T) for z < 2^-17, to 11u² for an exact s.
func (c *pairConstants) logRatio(s pair) pair {
	z := s.mul(s)
	seventh := math.FMA(z.hi, math.FMA(z.hi, 1./11, 1./9), 1./7)
	t := z.mul(c.third.add(z.mul(c.fifth.add(z.scale(seventh)))))
	sum := s.add(s.mul(t))
	return pair{2 * sum.hi, 2 * sum.lo}
}

// pairConstants are those of [constants], in pairs.
type pairConstants struct {
	ln2, third, fifth pair
	ln                [lastNode + 1]pair
}

var ddConstants = sync.OnceValue(func() *pairConstants {
	c := constantsFor(256)
	p := &pairConstants{ln2: toPair(c.ln2), third: toPair(c.odd[1]), fifth: toPair(c.odd[2])}
	for j := firstNode; j <= lastNode; j++ {
		p.ln[j] = toPair(c.ln[j])
	}
	return p
})
