package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// anyBinade returns a positive finite number, every binade being as likely.
func anyBinade(r *rand.Rand) float64 {
	return math.Float64frombits(r.Uint64N(generic.Infinity-1) + 1)
}

// subnormal returns a subnormal number, every length being as likely.
func subnormal(r *rand.Rand) float64 {
	return math.Float64frombits(max(1, r.Uint64()>>(12+r.IntN(52))))
}

// beside returns a number some units from x, on either side: one, or up to 2^bits,
// every order of magnitude being as likely.
func beside(r *rand.Rand, x float64, bits int) float64 {
	units := r.Uint64() >> (64 - 1 - r.IntN(bits))
	if r.IntN(2) == 0 {
		units = -units
	}
	return math.Float64frombits(math.Float64bits(x) + units)
}

// powers returns 2^from, 2^(from+1), … 2^to, beyond 2^±64 each 37th only.
func powers(from, to int) (x []float64) {
	for e := from; e <= to; e++ {
		if -64 <= e && e <= 64 || e%37 == 0 || e == from || e == to {
			x = append(x, math.Ldexp(1, e))
		}
	}
	return x
}

// positiveGrid are arguments x >= 0 of the accumulated sums: subnormal, powers of 2,
// whole, beside the bound of the two paths, huge.
func positiveGrid() []float64 {
	x := []float64{
		0, math.Copysign(0, -1), 0x3p-1074, 1e-310, 0x1.fffffffffffffp-1023, 1e-300, 1e-100, 1e-20, 0x1.fffffffffffffp-54,
		0x1.8p-53, 0x1.8p-52, 14.5, 15.5, 15.857, 1e5, 1e15, 0x1.0000000000001p53, 1e16, 1e18, 1e25, 1e100, 1e154,
		1.5e154, 1e200, 1e300, math.MaxFloat64,
	}
	for i := range 64 {
		x = append(x, float64(i+1))
	}
	for i := range uint64(9) {
		x = append(x, math.Float64frombits(math.Float64bits(14)+i-4), math.Float64frombits(math.Float64bits(15)+i-4))
	}
	return append(x, powers(-1074, 1023)...)
}

// randomPositive is thickest beside 15, and where x and the number of terms are of
// one size.
func randomPositive(r *rand.Rand, i, terms int) float64 {
	switch i % 8 {
	case 0:
		return math.Pow(10, 40*r.Float64()-20)
	case 1:
		return 40 * r.Float64()
	case 2:
		return 15 * r.Float64()
	case 3:
		return beside(r, 15, 50)
	case 4:
		return math.Floor(1e5 * r.Float64())
	case 5:
		return math.Pow(10, 308*r.Float64())
	case 6:
		return float64(terms) * math.Exp2(10*r.Float64()-5)
	}
	return anyBinade(r)
}

// negativeGrid are arguments -1 < x < 0: powers of 2 from both ends.
func negativeGrid() []float64 {
	x := []float64{math.Nextafter(-1, 0), math.Nextafter(-0.5, -1), -0x1.fffffffffffffp-54}
	for _, p := range powers(-1074, -1) {
		x = append(x, -p)
		if p >= 0x1p-53 {
			x = append(x, p-1)
		}
	}
	return x
}

// randomNegative is thickest at both ends.
func randomNegative(r *rand.Rand, i, _ int) float64 {
	switch i % 4 {
	case 0:
		return -r.Float64()
	case 1:
		return -1 + math.Ldexp(1+r.Float64(), -r.IntN(53)-1)
	case 2:
		return -math.Pow(10, -25*r.Float64())
	}
	return -math.Abs(beside(r, 0.5, 51))
}

// inputs are arguments of one sign, and the bound there.
type inputs struct {
	name   string
	grid   []float64
	random func(r *rand.Rand, i, terms int) float64
	bound  bound
}

func bothSigns() []inputs {
	return []inputs{
		{"x>=0", positiveGrid(), randomPositive, operations.PositiveBound},
		{"-1<x<0", negativeGrid(), randomNegative, operations.NegativeBound},
	}
}

// draw returns the grid and n numbers at random, of each a tenth in short runs.
func (in inputs) draw(n int, r *rand.Rand, terms int) (x []float64) {
	step := 1
	if testing.Short() {
		step = 10
	}
	for i := 0; i < len(in.grid); i += step {
		x = append(x, in.grid[i])
	}
	for i := range n / step {
		x = append(x, in.random(r, i, terms))
	}
	return x
}
