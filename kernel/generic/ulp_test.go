package generic_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/kernel/generic"
)

// The bounds that the doc comments of package kernel state.
const (
	maxULP      = 1       // of the exact sum
	maxAbsolute = 0x1p-53 // besides, for -1 < x < 0
)

// positive returns x >= 0 of every kind: subnormal, tiny, beside the bound of the
// two paths, whole, huge.
func positive(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	x := []float64{
		0, 0x1p-1074, 1e-310, 0x1p-1022, 1e-300, 1e-100, 1e-20, 0x1p-54, 0x1.fffffffffffffp-54, 0x1p-53, 0x1.8p-53,
		0x1.8p-52, 0x1p-52, 0.5, 1, 2, math.Nextafter(14, 0), 14, 14.5, math.Nextafter(15, 0), 15, math.Nextafter(15, 16),
		15.857, 16, 31, 1e15, 0x1p52, 0x1p53, 0x1.0000000000001p53, 1e16, 1e18, 1e25, 1e100, 1e154, 1.5e154, 1e200, 1e300,
		math.MaxFloat64,
	}
	for i := range n {
		switch i % 6 {
		case 0:
			x = append(x, math.Pow(10, 40*r.Float64()-20))
		case 1:
			x = append(x, 40*r.Float64())
		case 2:
			x = append(x, 15*r.Float64())
		case 3:
			x = append(x, 14+4*r.Float64())
		case 4:
			x = append(x, math.Floor(1e5*r.Float64()))
		case 5:
			x = append(x, math.Pow(10, 308*r.Float64()))
		}
	}
	return x
}

// negative returns -1 < x < 0, thickest at both ends.
func negative(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	x := []float64{math.Nextafter(-1, 0), -0x1p-1074, -0x1p-53, -0x1p-54, -0.5}
	for i := range n {
		switch i % 3 {
		case 0:
			x = append(x, -r.Float64())
		case 1:
			x = append(x, -1+math.Ldexp(1+r.Float64(), -r.IntN(53)-1))
		case 2:
			x = append(x, -math.Pow(10, -25*r.Float64()))
		}
	}
	return x
}

type (
	reference = func(x float64, terms int) *big.Float
	function  = func(dst, x []float64, terms int)
)

// worst returns the largest error over x in ULP, beyond an absolute error that is
// allowed besides, and where it is.
func worst(f function, want reference, x []float64, terms int, absolute float64) (ulp, at float64) {
	got := make([]float64, len(x))
	f(got, x, terms)
	for j, v := range x {
		w := want(v, terms)
		e := exact.ULP(got[j], w)
		if absolute > 0 && e > maxULP && exact.Abs(got[j], w) <= absolute {
			e = 0
		}
		if !(e <= ulp) {
			ulp, at = e, v
		}
	}
	return ulp, at
}

func TestErrorBounds(t *testing.T) {
	var terms []int
	for n := range 40 {
		terms = append(terms, n+1)
	}
	for _, n := range []int64{47, 64, 100, 200, 1000, 1_000_000, 1_000_000_000_000, 1 << 53} {
		if n <= math.MaxInt {
			terms = append(terms, int(n))
		}
	}
	count := 1200
	if testing.Short() {
		count = 120
	}
	for _, kernel := range []struct {
		name  string
		f     function
		want  reference
		limit int // of the number of terms, which takes time
	}{
		{"LogAccumulate", generic.LogAccumulate, exact.LogAccumulate, math.MaxInt},
		{"LogAccumulateDirect", generic.LogAccumulateDirect, exact.LogAccumulateDirect, 1000},
	} {
		for _, sign := range []struct {
			name     string
			inputs   func(int, uint64) []float64
			absolute float64
		}{{"x>=0", positive, 0}, {"-1<x<0", negative, maxAbsolute}} {
			t.Run(kernel.name+"/"+sign.name, func(t *testing.T) {
				overall, where := 0.0, ""
				for _, n := range terms {
					if n > kernel.limit {
						continue
					}
					points := count
					if n > 200 && kernel.limit < math.MaxInt {
						points /= 8
					}
					ulp, at := worst(kernel.f, kernel.want, sign.inputs(points, uint64(n)), n, sign.absolute)
					require.LessOrEqual(t, ulp, float64(maxULP), "terms = %d, x = %g (%x)", n, at, at)
					if ulp > overall {
						overall, where = ulp, fmt.Sprintf("terms = %d, x = %g", n, at)
					}
				}
				t.Logf("worst %.3f ULP at %s", overall, where)
			})
		}
	}
}
