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

// gammaStirlingError is the error of GammaStirling[0] + GammaStirling[1]·i² + …
func gammaStirlingError(i *big.Float) *big.Float {
	x := 1 / nearest(i)
	a := float(x)
	i = quo(float(1), a)
	correction := sub(exact.LogGamma(x), add(stirlingMain(a), halfLn2Pi()))
	return sub(quo(correction, i), polynomial(generic.GammaStirling[:], mul(i, i)))
}

// gammaOver is ln Γ(1+x)/(x-zero) in a part of the table.
func gammaOver(i int, x float64) *big.Float {
	return quo(exact.LogFactorial(x), sub(float(x), float(generic.GammaZero[i])))
}

// gammaTaylor returns gammaOver at the centre of a part, where it may be 0/0, and its derivative,
// by the values at four places beside it. They err by 2^-110 or less.
func gammaTaylor(i int) (value, slope *big.Float) {
	const h = 0x1p-30
	mean := func(h float64) (sum, difference *big.Float) {
		above, below := gammaOver(i, generic.GammaCentre[i]+h), gammaOver(i, generic.GammaCentre[i]-h)
		return quo(add(above, below), float(2)), quo(sub(above, below), float(2*h))
	}
	near, far := func() (a, b [2]*big.Float) {
		a[0], a[1] = mean(h)
		b[0], b[1] = mean(2 * h)
		return a, b
	}()
	extrapolate := func(k int) *big.Float { // the error of mean is a multiple of h², and of h⁴
		return quo(sub(mul(float(4), near[k]), far[k]), float(3))
	}
	return extrapolate(0), extrapolate(1)
}

func TestGammaTaylor(t *testing.T) {
	for i := range generic.GammaZero {
		value, slope := gammaTaylor(i)
		same(t, "GammaG0", generic.GammaG0[i], nearest(value))
		same(t, "GammaG1", generic.GammaG1[i], nearest(slope))
		if centre, zero := generic.GammaCentre[i], generic.GammaZero[i]; centre == zero {
			if generic.GammaG0Lo[i] <= 0 {
				t.Errorf("ln Γ(%g) may be -0", 1+zero)
			}
		}
	}
}

// gammaErrors are the errors of the constants of a part, by their names in the list of bounds.
func gammaErrors(i int) map[string]float64 {
	value, slope := gammaTaylor(i)
	g0, g1 := float(generic.GammaG0[i]), float(generic.GammaG1[i])
	g0, g1 = add(g0, float(generic.GammaG0Lo[i])), add(g1, float(generic.GammaG1Lo[i]))
	var q []float64
	for _, c := range generic.GammaQ {
		q = append(q, c[i])
	}
	polynomialError := func(y *big.Float) *big.Float {
		x := math.Round((nearest(y)-1)*0x1p40) / 0x1p40
		if x == generic.GammaZero[i] {
			return float(0)
		}
		w := sub(float(x), float(generic.GammaCentre[i]))
		approximation := add(g0, mul(w, add(g1, mul(w, polynomial(q, w)))))
		return sub(gammaOver(i, x), approximation)
	}
	from := math.Float64frombits(generic.GammaFirst - 1 + uint64(i)<<51)
	to := math.Float64frombits(generic.GammaFirst - 1 + uint64(i+1)<<51)
	return map[string]float64{
		"GammaG0+GammaG0Lo": math.Abs(nearest(sub(value, g0))),
		"GammaG1+GammaG1Lo": math.Abs(nearest(sub(slope, g1))),
		"GammaQ":            worst(from, to, polynomialError),
	}
}
