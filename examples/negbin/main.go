// Negbin fits a negative binomial distribution to a million records, each with an exposure of its
// own: counts y with mean μ·e and variance μ·e·(1 + μ·e/r). It maximises the log-likelihood
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + r·ln r + y·ln(μ·e) - (r+y)·ln(r + μ·e)
//
// by Newton's method, in μ and r in turn. The printed digits are the same on every machine.
package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"sumlog"
)

const records = 1_000_000

var y, e, size, total, mean, a, b [records]float64

func main() {
	// Failures before the third success: r = 3, and μ = 2 for an exposure of 1.
	rng := rand.New(rand.NewPCG(1, 2))
	var sumY, sumE, excess, sumE2 float64
	for j := range y {
		e[j] = 0.5 + rng.Float64()
		for successes := 0; successes < 3; {
			if rng.Float64()*(3+2*e[j]) < 3 {
				successes++
			} else {
				y[j]++
			}
		}
		sumY += y[j]
		sumE += e[j]
	}
	mu := sumY / sumE
	for j := range y {
		m := mu * e[j]
		excess += (y[j]-m)*(y[j]-m) - m
		sumE2 += m * m
	}
	r := sumE2 / excess // from the moments

	const h = 1e-3
	for range 4 {
		var slope, curvature float64 // of the log-likelihood in μ, but for a factor
		for j := range y {
			d := r + mu*e[j]
			slope += (y[j] - mu*e[j]) / d
			curvature -= e[j] * (r + y[j]) / (d * d)
		}
		mu -= slope / curvature
		low, mid, high := logLikelihood(r-h, mu), logLikelihood(r, mu), logLikelihood(r+h, mu)
		r += h * (high - low) / 2 / (2*mid - low - high)
	}

	constant := 0.0 // what neither μ nor r changes
	sumlog.LogFactorial(a[:], y[:])
	sumlog.XLogY(b[:], y[:], e[:])
	for j := range y {
		constant += b[j] - a[j]
	}
	fmt.Printf("r = %.4f, mean for an exposure of 1 = %.4f\n", r, mu)
	fmt.Printf("log-likelihood = %.3f\n", logLikelihood(r, mu)+constant+sumY*math.Log(mu))
}

// logLikelihood returns what of the log-likelihood depends on r. A slice of one element does not
// stand for all: the size is written to a slice as long as the others.
func logLikelihood(r, mu float64) (sum float64) {
	for j := range y {
		size[j], total[j], mean[j] = r, r+y[j], r+mu*e[j]
	}
	sumlog.LogRising(a[:], size[:], y[:])
	sumlog.XLogY(b[:], total[:], mean[:])
	for j := range y {
		sum += a[j] - b[j]
	}
	return sum + records*r*math.Log(r)
}

// Output:
// r = 2.9972, mean for an exposure of 1 = 2.0017
// log-likelihood = -1820076.687
