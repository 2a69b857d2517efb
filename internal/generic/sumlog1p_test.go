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

// onePlus are elements x > -1 of sums of ln(1+x); what each is hard on is its name.
var onePlus = map[string]func(r *rand.Rand, i int, before float64) float64{
	"uniform":         func(r *rand.Rand, _ int, _ float64) float64 { return 2*r.Float64() - 1 },
	"survival":        func(r *rand.Rand, _ int, _ float64) float64 { return -math.Exp(-20 * r.Float64()) },
	"one sign, small": func(r *rand.Rand, _ int, _ float64) float64 { return 1e-6 * r.Float64() },
	"any binade":      func(r *rand.Rand, _ int, _ float64) float64 { return anyBinade(r) },
	"tiny":            func(r *rand.Rand, _ int, _ float64) float64 { return 0x1p-31 * (r.Float64() - 0.5) },
	"tiniest":         func(r *rand.Rand, _ int, _ float64) float64 { return 1e-17 * (r.Float64() - 0.5) },
	"subnormal":       func(r *rand.Rand, _ int, _ float64) float64 { return subnormal(r) },
	"about 2^-32": func(r *rand.Rand, i int, _ float64) float64 {
		if i/4096%2 == 1 {
			return 0x1p-31 * r.Float64()
		}
		return 0x1p-32 * r.Float64()
	},
	"beside -1": func(r *rand.Rand, _ int, _ float64) float64 { return -1 + math.Ldexp(1+r.Float64(), -r.IntN(53)-1) },
	"huge":      func(r *rand.Rand, _ int, _ float64) float64 { return math.MaxFloat64 * (0.5 + 0.5*r.Float64()) },
	"cancelling": func(r *rand.Rand, i int, before float64) float64 {
		if i%2 == 1 {
			return -before / (1 + before)
		}
		return math.Exp(-30 * r.Float64())
	},
	"equal": func(r *rand.Rand, i int, before float64) float64 {
		if i > 0 {
			return before
		}
		return r.Float64() - 0.5
	},
}

func TestSumLog1pErrorBound(t *testing.T) {
	lengths := []int{1, 2, 3, 8, 17, 33, 100, 1000, 4096, 4097, 10_000}
	if testing.Short() {
		lengths = lengths[:8]
	}
	for kind, draw := range onePlus {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(6, 3))
			worst := 0.0
			for _, n := range lengths {
				for range min(100, 1+10_000/n) {
					x, size := make([]float64, n), 0.0
					before := 0.0
					for i := range x {
						x[i] = draw(r, i, before)
						before = x[i]
						size += math.Abs(before)
					}
					bound := operations.Sum1pBound
					bound.Absolute *= float64(n)
					if generic.IsTiny1p(x) {
						bound.Absolute = operations.TinySum1pBound.Absolute * size
					}
					e := bound.Of(generic.SumLog1p(x), exact.SumLog1p(x))
					worst = max(worst, e)
					require.LessOrEqual(t, e, bound.ULP, "n = %d", n)
				}
			}
			t.Logf("worst %.4f ULP", worst)
		})
	}
}

// The raw path and the one that splits have one accuracy and, but for errors that underflow, one
// result.
func TestSumLog1pPathsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 4))
	for range 200 {
		x := make([]float64, 1+r.IntN(generic.Block))
		for i := range x {
			x[i] = 4*r.Float64() - 0.99
		}
		require.Equal(t, generic.Sum1pOf(x).Product, generic.SplitProductOf1p(x))
	}
}

func TestSumLog1pSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{nil, 0},
		{[]float64{0}, 0},
		{[]float64{math.Copysign(0, -1)}, 0},
		{[]float64{1, -0.5}, 0},
		{[]float64{3, -1}, -inf},
		{[]float64{3, inf}, inf},
		{[]float64{-1, inf}, nan},
		{[]float64{-2, inf}, nan},
		{[]float64{3, -1.5}, nan},
		{[]float64{nan, -1}, nan},
		{[]float64{-inf}, nan},
		{[]float64{5e-324}, 5e-324},
		{[]float64{math.MaxFloat64}, 0x1.62e42fefa39efp+9},
	} {
		for _, pad := range []int{0, 40, 5000} { // the value among others, and blocks away
			x := append(make([]float64, pad, pad+len(c.x)), c.x...)
			got := generic.SumLog1p(x)
			assert.True(t, operations.Same(c.want, got), "%v and %d zeros: %g", c.x, pad, got)
		}
	}
}
