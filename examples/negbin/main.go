// Negbin fits a negative binomial distribution to a million records, each with an exposure of its
// own: counts y with mean m = μ·e and variance m·(1 + m/r). It maximises the log-likelihood
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + r·ln r/(r+m) + y·ln m/(r+m)
//
// (likelihood.go) by Newton's method, in μ and r in turn. The printed digits are the same on every
// machine.
package main

import "fmt"

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

// Output:
// r = 2.9972, mean for an exposure of 1 = 2.0017
// log-likelihood = -1820076.686765108
