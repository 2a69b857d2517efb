package exact

import (
	"math/big"
	"sync"
)

// tailTo returns Σ_{k>=1} B_2k/(2k(2k-1)·y^(2k-1)) for y >= prec/4 to 2^-prec absolute, besides
// the roundings: for real y > 0 what is left out is smaller than the first term left out.
func tailTo(y *big.Float, prec uint) *big.Float {
	power := new(big.Float).SetPrec(prec).Quo(big.NewFloat(1), y)
	square := new(big.Float).Mul(power, power)
	sum := new(big.Float).SetPrec(prec)
	term := new(big.Float).SetPrec(prec)
	for k := 0; ; k++ {
		if term.Mul(tailCoefficient(k, prec), power); term.MantExp(nil) <= -int(prec) {
			return sum
		}
		sum.Add(sum, term)
		power.Mul(power, square)
	}
}

// tailCoefficients are B_2k/(2k(2k-1)), k = 1, 2, …, rounded, by precision.
var tailCoefficients struct {
	sync.Mutex
	exact []*big.Rat
	float map[uint][]*big.Float
}

// tailCoefficient returns the k-th, to prec bits. The rational numbers are made as they are
// needed: 25 of them serve 256 bits, and 300 serve 2400.
func tailCoefficient(k int, prec uint) *big.Float {
	c := &tailCoefficients
	c.Lock()
	defer c.Unlock()
	if k >= len(c.float[prec]) {
		if k >= len(c.exact) {
			c.exact = stirlingRationals(2 * max(k, tailTerms))
		}
		if c.float == nil {
			c.float = map[uint][]*big.Float{}
		}
		for _, r := range c.exact[len(c.float[prec]):] {
			c.float[prec] = append(c.float[prec], new(big.Float).SetPrec(prec).SetRat(r))
		}
	}
	return c.float[prec][k]
}

// stirlingRationals returns the first n of B_2k/(2k(2k-1)), k >= 1, exact, from the tangent
// numbers T_k, integers, of which B_2k = (-1)^(k-1)·2k·T_k/(4^k·(4^k - 1)): Brent and Harvey,
// "Fast computation of Bernoulli, Tangent and Secant numbers", 2011, algorithm TangentNumbers.
// [bernoulli] needs a rational number where this needs an integer.
func stirlingRationals(n int) []*big.Rat {
	tangent := make([]*big.Int, n+1)
	tangent[1] = big.NewInt(1)
	for k := 2; k <= n; k++ {
		tangent[k] = new(big.Int).Mul(tangent[k-1], big.NewInt(int64(k-1)))
	}
	a := new(big.Int)
	for k := 2; k <= n; k++ {
		for j := k; j <= n; j++ {
			a.Mul(tangent[j-1], big.NewInt(int64(j-k)))
			tangent[j].Mul(tangent[j], big.NewInt(int64(j-k+2))).Add(tangent[j], a)
		}
	}
	c := make([]*big.Rat, n)
	for k := 1; k <= n; k++ {
		power := new(big.Int).Lsh(big.NewInt(1), uint(2*k))
		den := new(big.Int).Sub(power, big.NewInt(1))
		den.Mul(den, power).Mul(den, big.NewInt(int64(2*k-1)))
		c[k-1] = new(big.Rat).SetFrac(tangent[k], den)
		if k%2 == 0 {
			c[k-1].Neg(c[k-1])
		}
	}
	return c
}
