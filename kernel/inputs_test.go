package kernel_test

import (
	"math"
	"math/rand/v2"
)

// special holds the values at which an implementation changes its path, and those
// that have none.
var special = []float64{
	0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64,
	math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022, -0x1p-1022, 0x1.8p-1030, 0x1p-54, 0x1p-53, 0x1p-52,
	math.Nextafter(-1, 0), math.Nextafter(-1, -2), -0.5, -0x1p-53, -1e-20, 1e-300, 1e-20,
	14, math.Nextafter(15, 0), 15, math.Nextafter(15, 16), 16, 31, 1e15, 0x1p52, 0x1p53, 0x1.0000000000001p53, 1e16, 1e18,
	1e154, 1.5e154, 1e200, 1e300, 1.797e308,
}

// inputs returns n values that mix the special ones with random ones of several
// kinds, so that neighbouring lanes take different paths.
func inputs(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	x := make([]float64, n)
	for i := range x {
		switch r.IntN(9) {
		case 8:
			x[i] = math.Float64frombits(r.Uint64())
		case 0:
			x[i] = special[r.IntN(len(special))]
		case 1:
			x[i] = -r.Float64()
		case 2:
			x[i] = math.Exp(80*r.Float64() - 40)
		case 3:
			x[i] = float64(r.IntN(100))
		case 4:
			x[i] = 14 + 4*r.Float64()
		case 5:
			x[i] = 1e5 * r.Float64()
		default:
			x[i] = 15 * r.Float64()
		}
	}
	return x
}

// values returns n uniform values of [lo, hi).
func values(n int, lo, hi float64) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = lo + (hi-lo)*r.Float64()
	}
	return x
}
