package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// data returns n positive numbers of a kind; what each is hard on is its name.
var data = map[string]func(r *rand.Rand, i int) float64{
	"uniform":     func(r *rand.Rand, _ int) float64 { return r.Float64() },
	"any binade":  func(r *rand.Rand, _ int) float64 { return anyBinade(r) },
	"near 1":      func(r *rand.Rand, _ int) float64 { return 1 + 1e-6*(r.Float64()-0.5) },
	"above 1":     func(r *rand.Rand, _ int) float64 { return 1 + 1e-6*r.Float64() },
	"next to 1":   func(r *rand.Rand, _ int) float64 { return 1 + float64(r.IntN(7)-3)*0x1p-53 },
	"likelihoods": func(r *rand.Rand, _ int) float64 { return math.Exp(-60 * r.Float64()) },
	"subnormal":   func(r *rand.Rand, _ int) float64 { return subnormal(r) },
	"huge":        func(r *rand.Rand, _ int) float64 { return math.MaxFloat64 * (0.5 + 0.5*r.Float64()) },
	"powers of 2": func(r *rand.Rand, _ int) float64 { return math.Ldexp(1, r.IntN(2000)-1000) },
	"cancelling":  nil, // pairs x, 1/x: see draw
}

func draw(kind string, n int, r *rand.Rand) []float64 {
	x := make([]float64, n)
	for i := range x {
		switch {
		case data[kind] != nil:
			x[i] = data[kind](r, i)
		case i%2 == 0:
			x[i] = math.Exp(20 * (r.Float64() - 0.5))
		default:
			x[i] = 1 / x[i-1]
		}
	}
	return x
}

func TestSumLogErrorBound(t *testing.T) {
	lengths := []int{1, 2, 3, 4, 7, 8, 31, 32, 33, 100, 1000, 4095, 4096, 4097, 10_000, 100_000}
	if testing.Short() {
		lengths = lengths[:13]
	}
	for kind := range data {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(2, 3))
			worst := 0.0
			for _, n := range lengths {
				for range min(200, 1+20_000/n) {
					x := draw(kind, n, r)
					got, want := generic.SumLog(x), exact.SumLog(x)
					e := exact.ULP(got, want)
					if exact.Abs(got, want) <= float64(n)*operations.SumBound.Absolute {
						e = 0
					}
					worst = max(worst, e)
					require.LessOrEqual(t, e, operations.SumBound.ULP, "n = %d: %g, want %g", n, got, want)
				}
			}
			t.Logf("worst %.4f ULP", worst)
		})
	}
}

func TestSumLogSpecialValues(t *testing.T) {
	inf, nan, negative0 := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{nil, 0},
		{[]float64{1}, 0},
		{[]float64{2, 0.5}, 0},
		{[]float64{3, 0}, -inf},
		{[]float64{3, negative0}, -inf},
		{[]float64{3, inf}, inf},
		{[]float64{0, inf}, nan},
		{[]float64{3, -1}, nan},
		{[]float64{0, -1}, nan},
		{[]float64{inf, -1}, nan},
		{[]float64{inf, nan}, nan},
		{[]float64{0, nan}, nan},
		{[]float64{-math.SmallestNonzeroFloat64}, nan},
		{[]float64{-inf}, nan},
	} {
		for _, pad := range []int{0, 40, 5000} { // the value among others, and blocks away
			x := append(make([]float64, 0, pad+len(c.x)), c.x...)
			for range pad {
				x = append(x, 1)
			}
			got := generic.SumLog(x)
			if math.IsNaN(c.want) {
				assert.True(t, math.IsNaN(got), "%v: %g", c.x, got)
				continue
			}
			assert.Equal(t, math.Float64bits(c.want), math.Float64bits(got), "%v and %d ones: %g", c.x, pad, got)
		}
	}
}

// The bits do not depend on how the exponent is split from the factors.
func TestSumLogScales(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		x := draw("uniform", 1+r.IntN(6000), r)
		want := generic.ProductOf(x[:min(len(x), generic.Block)])
		for i := range x {
			x[i] = math.Ldexp(x[i], 700)
		}
		got := generic.ProductOf(x[:min(len(x), generic.Block)])
		got.Exp -= int64(700 * min(len(x), generic.Block))
		require.Equal(t, want, got)
	}
}
