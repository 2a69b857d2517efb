package constants

import (
	"math"
	"math/big"
	"testing"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
)

// halfLn2Pi is ln(2π)/2: Γ(1/2)² = π.
func halfLn2Pi() *big.Float {
	return add(exact.LogGamma(0.5), quo(ln(2), float(2)))
}

// zeta is ζ(k) by the formula of Euler and Maclaurin from 40 on, in which the term with B_2j is
// k(k+1)…(k+2j-2)/(2j)!·B_2j·40^(1-k-2j). The last of them, for k <= 8, is below 2^-120.
func zeta(k int) *big.Float {
	const from = 40
	power := func(n, k int) *big.Float {
		p := float(1)
		for range k {
			p = quo(p, float(float64(n)))
		}
		return p
	}
	sum := add(quo(power(from, k-1), float(float64(k-1))), quo(power(from, k), float(2)))
	for n := 1; n < from; n++ {
		sum = add(sum, power(n, k))
	}
	for j, b := range bernoulli {
		j++
		term := new(big.Float).SetPrec(prec).SetRat(b)
		for i := range 2*j - 1 {
			term = mul(term, float(float64(k+i)))
		}
		for i := 1; i <= 2*j; i++ {
			term = quo(term, float(float64(i)))
		}
		sum = add(sum, mul(term, power(from, k+2*j-1)))
	}
	return sum
}

// bernoulli holds B_2, B_4, … B_24.
var bernoulli = []*big.Rat{
	big.NewRat(1, 6), big.NewRat(-1, 30), big.NewRat(1, 42), big.NewRat(-1, 30), big.NewRat(5, 66),
	big.NewRat(-691, 2730), big.NewRat(7, 6), big.NewRat(-3617, 510), big.NewRat(43867, 798),
	big.NewRat(-174611, 330), big.NewRat(854513, 138), big.NewRat(-236364091, 2730),
}

// minusEuler is the derivative of ln Γ at 1: ln Γ(1+h) and ln Γ(1-h) have the same even terms,
// and the cubic one is below 2^-119.
func minusEuler() *big.Float {
	const h = 0x1p-60
	return quo(sub(exact.LogFactorial(h), exact.LogFactorial(-h)), float(2*h))
}

// gamma2G1 is (ζ(2)-1)/2.
func gamma2G1() *big.Float { return quo(sub(zeta(2), float(1)), float(2)) }

func TestGammaTaylor(t *testing.T) {
	for i, got := range generic.Gamma1Taylor {
		k := i + 2
		same(t, "ζ(k)/k", math.Abs(got), nearest(quo(zeta(k), float(float64(k)))))
		if math.Signbit(got) != (k%2 == 1) {
			t.Errorf("Gamma1Taylor[%d] has the wrong sign", i)
		}
	}
	same(t, "-γ", generic.MinusEuler, nearest(minusEuler()))
}

// gammaStirlingError is the error of GammaStirling[0] + GammaStirling[1]·i² + …
func gammaStirlingError(i *big.Float) *big.Float {
	x := 1 / nearest(i)
	a := float(x)
	i = quo(float(1), a)
	correction := sub(exact.LogGamma(x), add(stirlingMain(a), halfLn2Pi()))
	return sub(quo(correction, i), polynomial(generic.GammaStirling[:], mul(i, i)))
}

// gamma2Error is the error of G0 + z·G1 + z²·q(z) against ln Γ(2+z)/z, at the z beside with which
// 2+z is not rounded.
func gamma2Error(z *big.Float) *big.Float {
	v := math.Round(nearest(z)*0x1p40) / 0x1p40
	if v == 0 {
		return float(0)
	}
	z = float(v)
	p := mul(mul(z, z), polynomial(generic.Gamma2Q[:], z))
	p = add(p, add(mul(z, float(generic.Gamma2G1)), mul(z, float(generic.Gamma2G1Lo))))
	p = add(p, add(float(generic.Gamma2G0), float(generic.Gamma2G0Lo)))
	return sub(quo(exact.LogGamma(2+v), z), p)
}
