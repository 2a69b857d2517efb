package main

import "math/rand/v2"

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
