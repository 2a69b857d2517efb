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

// exponentKinds fill arguments of ln Σ e^x; what each is hard on is its name.
var exponentKinds = map[string]func(r *rand.Rand, x []float64){
	"one scale": func(r *rand.Rand, x []float64) {
		scale := math.Pow(10, 4*r.Float64()-1)
		fillEach(x, func() float64 { return scale * (r.Float64() - 0.5) })
	},
	"log-probabilities": func(r *rand.Rand, x []float64) {
		fillEach(x, func() float64 { return -20 * r.Float64() })
		all := generic.LogSumExp(x)
		for i := range x {
			x[i] -= all
		}
	},
	"near 0": func(r *rand.Rand, x []float64) {
		fillEach(x, func() float64 { return r.Float64() - math.Log(float64(len(x))) - 0.5 })
	},
	"near 1/8": func(r *rand.Rand, x []float64) {
		fillEach(x, func() float64 { return 4 * r.Float64() })
		all := generic.LogSumExp(x)
		for i := range x {
			x[i] += 0.125*(1+0.1*r.Float64()) - all
		}
	},
	"one dominates": func(r *rand.Rand, x []float64) {
		fillEach(x, func() float64 { return -30 - 20*r.Float64() })
		x[r.IntN(len(x))] = 2*r.Float64() - 1
	},
	"equal": func(r *rand.Rand, x []float64) {
		v := 2*r.Float64() - 1 - math.Log(float64(len(x)))
		fillEach(x, func() float64 { return v })
	},
	"huge range":  func(r *rand.Rand, x []float64) { fillEach(x, func() float64 { return 3000 * (r.Float64() - 0.5) }) },
	"subnormal":   func(r *rand.Rand, x []float64) { fillEach(x, func() float64 { return -subnormal(r) }) },
	"any binade":  func(r *rand.Rand, x []float64) { fillEach(x, func() float64 { return -anyBinade(r) }) },
	"below 2^40":  around(0x1p40 - 0x1p8),
	"above 2^40":  around(0x1p40 + 0x1p8),
	"at 2^40":     around(0x1p40),
	"at -2^40":    around(-0x1p40),
	"at 2^53":     around(0x1p53),
	"near 2^1023": around(0x1p1023),
	"wide blocks": func(r *rand.Rand, x []float64) {
		for i := range x {
			x[i] = []float64{-0x1p41, 0x1p40, -0x1p40, 0x1p50, 1}[i/generic.Block%5] - 10*r.Float64()
		}
	},
}

func fillEach(x []float64, draw func() float64) {
	for i := range x {
		x[i] = draw()
	}
}

func around(v float64) func(r *rand.Rand, x []float64) {
	return func(r *rand.Rand, x []float64) {
		fillEach(x, func() float64 { return v + math.Max(1, math.Abs(v)*0x1p-52)*20*(r.Float64()-0.5) })
	}
}

func TestLogSumExpErrorBound(t *testing.T) {
	o := operations.Find("LogSumExp")
	lengths := []int{1, 2, 3, 8, 17, 33, 100, 300, 1000, 4096, 4097, 12_289}
	work := 3000
	if testing.Short() {
		lengths, work = lengths[:7], 300
	}
	for kind, fill := range exponentKinds {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(10, 1))
			large, absolute := 0.0, 0.0
			for _, n := range lengths {
				for range 1 + work/n {
					a := &operations.Args{Dst: make([]float64, 1)}
					a.In[0] = make([]float64, n)
					fill(r, a.In[0])
					o.Spec(a)
					want := o.Want(a, 0)
					require.NoError(t, want.Check(a.Dst[0]), "n = %d", n)
					got, err := exact.ULP(a.Dst[0], want.Exact), exact.Abs(a.Dst[0], want.Exact)
					if want.Bound == operations.LargeLogSumExpBound {
						large = max(large, got)
					} else if got > 0.5 {
						absolute = max(absolute, err*(1-0.5/got))
					}
				}
			}
			t.Logf("worst %.4f ULP from 1/8 on; below, half a unit and 2^%.1f", large, math.Log2(absolute))
		})
	}
}

func TestLogSumExpSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{nil, -inf},
		{[]float64{-inf}, -inf},
		{[]float64{-inf, -inf}, -inf},
		{[]float64{0}, 0},
		{[]float64{math.Copysign(0, -1)}, 0},
		{[]float64{inf}, inf},
		{[]float64{inf, inf, -inf, 3}, inf},
		{[]float64{nan}, nan},
		{[]float64{inf, nan}, nan},
		{[]float64{nan, inf, -inf}, nan},
		{[]float64{-inf, nan}, nan},
		{[]float64{0, nan}, nan},
		{[]float64{1e300, nan}, nan},
		{[]float64{math.MaxFloat64, math.MaxFloat64, -math.MaxFloat64}, math.MaxFloat64},
		{[]float64{-math.MaxFloat64}, -math.MaxFloat64},
		{[]float64{0, -800}, 0},
		{[]float64{5e-324}, 5e-324},
		{[]float64{-5e-324, -90}, math.Exp(-90)},
	} {
		for _, pad := range []int{0, 40, 5000} { // the values among others, and blocks away
			x := make([]float64, pad, pad+len(c.x))
			fillEach(x, func() float64 { return math.Inf(-1) })
			x = append(x, c.x...)
			got := generic.LogSumExp(x)
			assert.True(t, operations.Same(c.want, got), "%v and %d others: %g", c.x, pad, got)
		}
	}
}

// The logarithm of one exponential is its argument, also where other terms are too small to count.
func TestLogSumExpOfOne(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 2))
	for i := range 100_000 {
		x := []float64{math.Copysign(anyBinade(r), r.Float64()-0.5)}
		if i%2 == 0 || math.Abs(x[0]) < 0x1p-100 { // e^-800 would count
			x[0] = 100 * (r.Float64() - 0.5)
		}
		require.Equal(t, x[0], generic.LogSumExp(x), "x = %x", x[0])
		require.Equal(t, x[0], generic.LogSumExp(append(x, math.Inf(-1), x[0]-800)), "x = %x", x[0])
	}
}

// Sums of parts do not depend on which is added to which, and have the error of a sum of all
// elements, whatever the units of the parts.
func TestExpSumMerges(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 3))
	for range 20_000 {
		var parts [2]generic.ExpSum
		for i := range parts {
			scale := []float64{1, 100, 0x1p40, 0x1p1000}[r.IntN(4)]
			x := make([]float64, r.IntN(4))
			fillEach(x, func() float64 { return scale * (r.Float64() - 0.5) })
			parts[i] = generic.ExpOf(x)
		}
		a, b := parts[0], parts[1]
		a.Merge(&parts[1])
		b.Merge(&parts[0])
		require.Equal(t, a, b)
	}
	// Parts in different units, whose elements are of one size: both count.
	for i := range 4000 {
		bound := math.Copysign(0x1p40, float64(i%2)-0.5)
		x := make([]float64, 2+r.IntN(6))
		fillEach(x, func() float64 { return bound + 4*(r.Float64()-0.5) })
		cut := 1 + r.IntN(len(x)-1)
		sum, rest := generic.ExpOf(x[:cut]), generic.ExpOf(x[cut:])
		sum.Merge(&rest)
		require.LessOrEqual(t, exact.ULP(sum.Log(), exact.LogSumExp(x)), 0.6, "%x and %x", x[:cut], x[cut:])
	}
	for range 4000 {
		x := make([]float64, 2+r.IntN(6))
		fillEach(x, func() float64 { return -12 * r.Float64() })
		x[0] = 0.25 * r.Float64()
		cut := 1 + r.IntN(len(x)-1)
		sum, rest := generic.ExpOf(x[:cut]), generic.ExpOf(x[cut:])
		sum.Merge(&rest)
		want := exact.LogSumExp(x)
		bound := operations.LogSumExpBound
		bound.Absolute /= 2
		require.NoError(t, operations.Want{Exact: want, Bound: bound}.Check(sum.Log()), "%x and %x", x[:cut], x[cut:])
	}
}
