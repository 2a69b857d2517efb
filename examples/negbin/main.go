// Negbin fits a negative binomial distribution to a million counts y whose means m are known:
// their variance is m·(1 + m/r). Newton's method finds the r with the largest log-likelihood,
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + Σ y·ln m/(r+m) - r·Σ ln(1+m/r)
//
// The printed digits are the same on every machine.
package main

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"sumlog"
)

func main() {
	y, m := draw(1_000_000)
	const h = 1e-3
	r := 2.0
	for range 6 {
		low, mid, high := logLikelihood(y, m, r-h), logLikelihood(y, m, r), logLikelihood(y, m, r+h)
		r += h * (high - low) / 2 / (2*mid - low - high)
	}
	fmt.Printf("r = %.4f, log-likelihood = %.9f\n", r, logLikelihood(y, m, r))
}

// draw returns the failures before the third success, so that r is 3, and their means.
func draw(n int) (y, m []float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	y, m = make([]float64, n), make([]float64, n)
	for j := range y {
		m[j] = 1 + 2*rng.Float64()
		for successes := 0; successes < 3; {
			if rng.Float64()*(3+m[j]) < 3 {
				successes++
			} else {
				y[j]++
			}
		}
	}
	return y, m
}

// logLikelihood errs by less than one unit in the last place of each count's term.
func logLikelihood(y, m []float64, r float64) float64 {
	choices, all, ratio := make([]float64, len(y)), make([]float64, len(y)), make([]float64, len(y))
	for j := range y {
		all[j], ratio[j] = r+m[j], m[j]/r
	}
	sumlog.LogMultichoose(choices, slices.Repeat([]float64{r}, len(y)), y)
	return sum(choices) + (sumlog.DotLogRatio(y, m, all) - r*sumlog.SumLog1p(ratio))
}

// sum adds with the rounding errors: a plain sum of a million terms would lose four digits.
func sum(x []float64) float64 {
	var s, c float64
	for _, v := range x {
		t := s + v
		b := t - s
		c += (s - (t - b)) + (v - b)
		s = t
	}
	return s + c
}

// Output:
// r = 2.9972, log-likelihood = -1820077.090898852
