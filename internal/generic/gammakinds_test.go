package generic_test

import (
	"math"
	"math/rand/v2"
)

// gammaKind draws arguments of ln Γ or one of its kin. Its name says in what it is dense.
type gammaKind struct {
	name string
	draw func(r *rand.Rand) (x, y float64)
}

// one is a kind of a function of one argument.
func one(name string, draw func(r *rand.Rand) float64) gammaKind {
	return gammaKind{name, func(r *rand.Rand) (x, y float64) { return draw(r), 0 }}
}

func between(r *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }

// magnitude returns a number from 2^lo to 2^hi, every binade being as likely.
func magnitude(r *rand.Rand, lo, hi float64) float64 { return math.Exp2(between(r, lo, hi)) }

// counting returns a count from 1 to top, every magnitude being as likely.
func counting(r *rand.Rand, top float64) float64 { return math.Floor(magnitude(r, 0, math.Log2(top))) }

// near returns a number near x, on either side: from a unit to an eighth of x away.
func near(r *rand.Rand, x float64) float64 {
	d := x * magnitude(r, -52, -3)
	if r.IntN(2) == 0 {
		d = -d
	}
	return x + d
}

var gammaKinds = []gammaKind{
	one("any binade", func(r *rand.Rand) float64 { return magnitude(r, -1021, 1013) }),
	one("0 to 3", func(r *rand.Rand) float64 { return 3 * r.Float64() }),
	one("0 to 20", func(r *rand.Rand) float64 { return 20 * r.Float64() }),
	one("near 1 and 2", func(r *rand.Rand) float64 { return near(r, float64(1+r.IntN(2))) }),
	one("2^-60 to 2^60", func(r *rand.Rand) float64 { return magnitude(r, -60, 60) }),
	one("near half-integers to 10", func(r *rand.Rand) float64 { return near(r, 0.5*float64(1+r.IntN(20))) }),
	one("half-integers", func(r *rand.Rand) float64 { return 0.5 * float64(1+r.IntN(100_000)) }),
	one("1.56 to 1.625, the worst", func(r *rand.Rand) float64 { return between(r, 1.56, 1.625) }),
	one("subnormal", subnormal),
}

var factorialKinds = append(gammaKinds[:7:7],
	one("-1 to 0", func(r *rand.Rand) float64 {
		if r.IntN(2) == 0 {
			return -r.Float64()
		}
		return math.Nextafter(-1+magnitude(r, -53, -1), 0)
	}),
	one("near 0", func(r *rand.Rand) float64 { return magnitude(r, -100, -1) * float64(1-2*r.IntN(2)) }),
	one("counts to 2^53", func(r *rand.Rand) float64 { return counting(r, 0x1p53) }),
	one("0.56 to 0.625, the worst", func(r *rand.Rand) float64 { return between(r, 0.56, 0.625) }),
)

var risingKinds = []gammaKind{
	{"x >= 8, counts", func(r *rand.Rand) (x, n float64) { return 8 + magnitude(r, -10, 40), counting(r, 1e6) }},
	{"x >= 8, real n", func(r *rand.Rand) (x, n float64) { return 8 + magnitude(r, -10, 20), magnitude(r, -20, 20) }},
	{"x 8 to 40, counts to 60", func(r *rand.Rand) (x, n float64) { return between(r, 8, 40), float64(r.IntN(61)) }},
	{"x and n from 1e-300 to 1e300", func(r *rand.Rand) (x, n float64) {
		return magnitude(r, -1000, 1000), magnitude(r, -1000, 1000)
	}},
	{"x >= 8, n from 1e-300 to 1e300", func(r *rand.Rand) (x, n float64) {
		return magnitude(r, 3, 1000), magnitude(r, -890, 1000)
	}},
	{"x 8 to 8.4, n 0.2 to 4.5, the worst", func(r *rand.Rand) (x, n float64) {
		return between(r, 8, 8.4), between(r, 0.2, 4.5)
	}},
	{"x < 8, counts to 8", func(r *rand.Rand) (x, n float64) { return 8 * r.Float64(), float64(1 + r.IntN(8)) }},
	{"x < 8, counts 9 to 48", func(r *rand.Rand) (x, n float64) { return 8 * r.Float64(), float64(9 + r.IntN(40)) }},
	{"x from 1e-307 to 8, counts", func(r *rand.Rand) (x, n float64) { return magnitude(r, -1021, 3), counting(r, 1e9) }},
	{"x subnormal", func(r *rand.Rand) (x, n float64) { return subnormal(r), magnitude(r, -200, 40) }},
	{"x < 8, real n >= 8", func(r *rand.Rand) (x, n float64) { return magnitude(r, -1021, 3), 8 + magnitude(r, -10, 30) }},
	{"x 2^-10 to 8, real n >= 8", func(r *rand.Rand) (x, n float64) {
		return magnitude(r, -10, 3), 8 + magnitude(r, -20, 30)
	}},
	{"x < 8, n from 2^50 to 2^70", func(r *rand.Rand) (x, n float64) { return magnitude(r, -1021, 3), magnitude(r, 50, 70) }},
	{"x near 8", func(r *rand.Rand) (x, n float64) { return near(r, 8), magnitude(r, -3, 5) }},
	{"(x+n)/x near √2·2^k", func(r *rand.Rand) (x, n float64) {
		x = magnitude(r, 3, 12)
		n = x * (math.Sqrt2*math.Exp2(float64(r.IntN(6))) - 1)
		if r.IntN(2) == 0 {
			return x, near(r, n)
		}
		return x, math.Round(n) + float64(r.IntN(3))
	}},
	{"zeros, counts to 8", func(r *rand.Rand) (x, n float64) {
		n = float64(1 + r.IntN(8))
		return near(r, risingZero(n)), n
	}},
	{"zeros, counts 9 to 68", func(r *rand.Rand) (x, n float64) {
		n = float64(9 + r.IntN(60))
		return near(r, risingZero(n)), n
	}},
	{"zeros, real n", func(r *rand.Rand) (x, n float64) {
		n = magnitude(r, -40, 5)
		return near(r, risingZero(n)), n
	}},
	{"counts to 1e15", func(r *rand.Rand) (x, n float64) { return counting(r, 1e15), counting(r, 1e15) }},
	{"n = 1/2", func(r *rand.Rand) (x, n float64) { return magnitude(r, -4, 10), 0.5 }},
	{"x 2 to 8, real n < 9", func(r *rand.Rand) (x, n float64) { return between(r, 2, 8), magnitude(r, -30, 3.2) }},
	{"x < 8, real n < 9", func(r *rand.Rand) (x, n float64) { return 8 * r.Float64(), 9 * r.Float64() }},
	{"x < 8, n 2^-60 to 2^-25", func(r *rand.Rand) (x, n float64) { return magnitude(r, -40, 3), magnitude(r, -60, -25) }},
}

// risingZero returns, roughly, the x at which ln Γ(x+n) = ln Γ(x): below 1.4617, where the
// difference grows with x.
func risingZero(n float64) float64 {
	if n < 1e-3 { // where the digamma function is 0, less n/2
		return 1.4616321449683623 - n/2
	}
	lo, hi := -700.0, math.Log(1.4616321449683623)
	for range 60 {
		mid := (lo + hi) / 2
		if x := math.Exp(mid); lnGamma(x+n) < lnGamma(x) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return math.Exp(lo)
}

func lnGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
