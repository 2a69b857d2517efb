// Negbin fits a negative binomial distribution to a million records, each with an exposure of its
// own: counts y with mean m = μ·e and variance m·(1 + m/r). It maximises the log-likelihood
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + r·ln r/(r+m) + y·ln m/(r+m)
//
// by Newton's method, in μ and r in turn. The printed digits are the same on every machine.
package main

import (
	"fmt"
	"math/rand/v2"

	"sumlog"
)

func main() {
	y, e := draw(1_000_000)
	r, mu := moments(y, e)
	const h = 1e-3
	for range 4 {
		var slope, curvature float64 // of the log-likelihood in μ, but for a factor
		for j := range y {
			d := r + mu*e[j]
			slope += (y[j] - mu*e[j]) / d
			curvature -= e[j] * (r + y[j]) / (d * d)
		}
		mu -= slope / curvature
		low, high := logLikelihood(y, e, r-h, mu), logLikelihood(y, e, r+h, mu)
		mid := logLikelihood(y, e, r, mu)
		r += h * (high - low) / 2 / (2*mid - low - high)
	}
	fmt.Printf("r = %.4f, mean for an exposure of 1 = %.4f\n", r, mu)
	fmt.Printf("log-likelihood = %.9f\n", logLikelihood(y, e, r, mu))
}

// draw returns counts of failures before the third success and their exposures: r = 3, and μ = 2.
func draw(n int) (y, e []float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	y, e = make([]float64, n), make([]float64, n)
	for j := range y {
		e[j] = 0.5 + rng.Float64()
		for successes := 0; successes < 3; {
			if rng.Float64()*(3+2*e[j]) < 3 {
				successes++
			} else {
				y[j]++
			}
		}
	}
	return y, e
}

// moments returns r and μ such that mean and variance are those of the records.
func moments(y, e []float64) (r, mu float64) {
	var sumY, sumE, excess, sumM2 float64
	for j := range y {
		sumY += y[j]
		sumE += e[j]
	}
	mu = sumY / sumE
	for j := range y {
		m := mu * e[j]
		excess += (y[j]-m)*(y[j]-m) - m
		sumM2 += m * m
	}
	return sumM2 / excess, mu
}

// logLikelihood returns the log-likelihood, of a million records to one unit in the last place of
// each record's term:
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + Σ y·ln m/(r+m) - r·Σ ln(1+m/r)
//
// r+y, which has one rounding error for all records with that y, does not occur. A slice of one
// element does not stand for all: r is written to a slice as long as the others.
func logLikelihood(y, e []float64, r, mu float64) float64 {
	size, terms := make([]float64, len(y)), make([]float64, len(y))
	mean, all, ratio := make([]float64, len(y)), make([]float64, len(y)), make([]float64, len(y))
	for j := range y {
		m := mu * e[j]
		size[j], mean[j], all[j], ratio[j] = r, m, r+m, m/r
	}
	sumlog.LogMultichoose(terms, size, y)
	return sum(terms) + (sumlog.DotLogRatio(y, mean, all) - r*sumlog.SumLog1p(ratio))
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
// r = 2.9972, mean for an exposure of 1 = 2.0017
// log-likelihood = -1820076.686765108
