package generic_test

import (
	"math"
	"math/rand/v2"
)

var betaKinds = []gammaKind{
	{"both >= 8", func(r *rand.Rand) (a, b float64) { return 8 + magnitude(r, -6, 50), 8 + magnitude(r, -6, 50) }},
	{"8 to 20", func(r *rand.Rand) (a, b float64) { return between(r, 8, 20), between(r, 7, 20) }},
	{"8 to 8.5, the worst", func(r *rand.Rand) (a, b float64) { return between(r, 8, 8.2), between(r, 8, 8.5) }},
	{"alike", func(r *rand.Rand) (a, b float64) {
		a = magnitude(r, 3, 300)
		return a, a * between(r, 0.5, 2)
	}},
	{"b from 2^-49·a to 2^-57·a", func(r *rand.Rand) (a, b float64) {
		b = magnitude(r, 3, 100)
		return b * magnitude(r, 49, 57), b
	}},
	{"integers", func(r *rand.Rand) (a, b float64) { return counting(r, 1e6), counting(r, 1e6) }},
	{"half-integers", func(r *rand.Rand) (a, b float64) { return 0.5 * counting(r, 1e5), 0.5 * counting(r, 1e3) }},
	{"any binade", func(r *rand.Rand) (a, b float64) { return magnitude(r, -890, 1000), magnitude(r, -890, 1000) }},
	{"one small", func(r *rand.Rand) (a, b float64) { return magnitude(r, -20, 4), magnitude(r, 3, 60) }},
	{"below 9 and integer to 2^53", func(r *rand.Rand) (a, b float64) { return 9 * r.Float64(), counting(r, 0x1p53) }},
	{"both < 9", func(r *rand.Rand) (a, b float64) { return 9 * r.Float64(), 9 * r.Float64() }},
	{"zeros", func(r *rand.Rand) (a, b float64) {
		a = magnitude(r, -5, 0)
		return a, near(r, betaZero(a))
	}},
}

var binomialKinds = []gammaKind{
	{"integers to 2^53", func(r *rand.Rand) (n, k float64) {
		n = counting(r, 0x1p53)
		return n, math.Floor(n * r.Float64())
	}},
	{"integers to 100", func(r *rand.Rand) (n, k float64) {
		i := 1 + r.IntN(100)
		return float64(i), float64(r.IntN(i + 1))
	}},
	{"k < 30", func(r *rand.Rand) (n, k float64) {
		n = counting(r, 0x1p53)
		return n, min(n, float64(r.IntN(30)))
	}},
	{"k near n/2", func(r *rand.Rand) (n, k float64) {
		n = counting(r, 0x1p53)
		return n, max(0, math.Floor(n/2)-float64(r.IntN(3)))
	}},
	{"n of 1e15", func(r *rand.Rand) (n, k float64) {
		return math.Floor(between(r, 1e15, 9e15)), math.Floor(magnitude(r, 0, 49.8))
	}},
	{"real", func(r *rand.Rand) (n, k float64) {
		n = magnitude(r, 0, 60)
		return n, n * r.Float64()
	}},
	{"real, k or n-k small", func(r *rand.Rand) (n, k float64) {
		n, k = magnitude(r, -3, 20), magnitude(r, -60, 3)
		k = min(k, n/2)
		if r.IntN(2) == 0 {
			k = n - k
		}
		return n, k
	}},
	{"real, k from 2^-49·n to 2^-57·n", func(r *rand.Rand) (n, k float64) {
		k = magnitude(r, 3, 100)
		return k * magnitude(r, 49, 57), k
	}},
	{"real, n < 8", func(r *rand.Rand) (n, k float64) {
		n = magnitude(r, -20, 3)
		return n, n * r.Float64()
	}},
}

var multichooseKinds = []gammaKind{
	{"r from 2^-20 to 2^20, counts", func(r *rand.Rand) (x, y float64) { return magnitude(r, -20, 20), counting(r, 1e6) }},
	{"r < 8, counts to 100", func(r *rand.Rand) (x, y float64) { return 8 * r.Float64(), float64(r.IntN(100)) }},
	{"r >= 8, counts", func(r *rand.Rand) (x, y float64) { return magnitude(r, 3, 50), counting(r, 1e15) }},
	{"counts, r from 2^49·y to 2^57·y", func(r *rand.Rand) (x, y float64) {
		y = counting(r, 0x1p53)
		return y * magnitude(r, 49, 57), y
	}},
	{"counts, r from 8 to 2^13", func(r *rand.Rand) (x, y float64) { return magnitude(r, 3, 13), counting(r, 0x1p53) }},
	{"counts to 7", func(r *rand.Rand) (x, y float64) { return magnitude(r, -100, 100), float64(r.IntN(8)) }},
	{"integers", func(r *rand.Rand) (x, y float64) { return counting(r, 1000), counting(r, 1e15) }},
	{"r near 1, counts to 7", func(r *rand.Rand) (x, y float64) { return near(r, 1), float64(1 + r.IntN(7)) }},
	{"r near 1, counts", func(r *rand.Rand) (x, y float64) { return near(r, 1), counting(r, 1e6) }},
	{"real y < 8", func(r *rand.Rand) (x, y float64) { return magnitude(r, -10, 20), magnitude(r, -60, 3) }},
	{"y < 2^-20", func(r *rand.Rand) (x, y float64) { return magnitude(r, -400, 60), magnitude(r, -1000, -20) }},
	{"real y >= 8", func(r *rand.Rand) (x, y float64) { return magnitude(r, -10, 20), magnitude(r, 3, 20) }},
}

// betaZero returns, roughly, the b at which B(a, b) = 1, for a < 1.
func betaZero(a float64) float64 {
	lo, hi := 0.0, 40*math.Ln2
	for range 60 {
		mid := (lo + hi) / 2
		if b := math.Exp(mid); lnGamma(a)+lnGamma(b)-lnGamma(a+b) > 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return math.Exp(lo)
}
