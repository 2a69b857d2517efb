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

// countKinds fill counts and factors; what each is hard on is its name.
var countKinds = map[string]func(r *rand.Rand, n []int64, x []float64){
	"mask": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 1)
		fillEach(x, func() float64 { return 1 - r.Float64() })
	},
	"few": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 15)
		fillEach(x, func() float64 { return 1 - r.Float64() })
	},
	"large": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 1<<40)
		fillEach(x, func() float64 { return 0.5 + r.Float64() })
	},
	"any binade": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 1000)
		fillEach(x, func() float64 { return anyBinade(r) })
	},
	"subnormal": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 3)
		fillEach(x, func() float64 { return subnormal(r) })
	},
	"beside 1": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 31)
		fillEach(x, func() float64 { return beside(r, 1, 30) })
	},
	// All roundings go one way.
	"equal": func(r *rand.Rand, n []int64, x []float64) {
		count, v := 1+r.Int64N(100), 0.5+r.Float64()
		for i := range x {
			n[i], x[i] = count, v
		}
	},
	// x and 1/x, nearly: the logarithms cancel.
	"cancelling": func(r *rand.Rand, n []int64, x []float64) {
		fillCounts(r, n, 63)
		fillEach(x, func() float64 { return math.Exp(r.Float64()) })
		for i := 1; i < len(x); i += 2 {
			n[i], x[i] = n[i-1], 1/x[i-1]
		}
	},
}

func fillCounts(r *rand.Rand, n []int64, most int64) {
	for i := range n {
		n[i] = r.Int64N(most + 1)
	}
}

func TestDotLogCountsErrorBound(t *testing.T) {
	lengths := []int{1, 2, 3, 8, 9, 17, 64, 129, 512, 4096, 4097, 9000}
	if testing.Short() {
		lengths = lengths[:8]
	}
	for kind, fill := range countKinds {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(16, 3))
			worst, absolute := 0.0, 0.0
			for _, size := range lengths {
				for range 1 + 2000/size {
					n, x := make([]int64, size), make([]float64, size)
					fill(r, n, x)
					got := generic.DotLogCounts(n, x)
					want := operations.WantCounts(n, x)
					require.NoError(t, want.Check(got), "%d of %x", n, x)
					if want.Exact == nil {
						continue
					}
					e, all := exact.ULP(got, want.Exact), int64(0)
					for _, count := range n {
						all += count
					}
					if worst = max(worst, want.Bound.Of(got, want.Exact)); e > 0.6 {
						absolute = max(absolute, exact.Abs(got, want.Exact)/float64(all))
					}
				}
			}
			t.Logf("worst %.4f ULP; beyond the bound 2^%.1f a factor", worst, math.Log2(absolute))
		})
	}
}

// Counts of 1 have the bits of SumLog, and counts of 0 those of the other elements set to 1.
func TestDotLogCountsOfMasks(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 4))
	for _, size := range []int{0, 1, 7, 8, 9, 100, 4096, 5000} {
		n, x := make([]int64, size), make([]float64, size)
		fillEach(x, func() float64 { return anyBinade(r) })
		masked := append([]float64(nil), x...)
		for i := range n {
			n[i] = int64(r.IntN(2))
			if n[i] == 0 {
				masked[i] = 1
			}
		}
		assert.Equal(t, generic.SumLog(masked), generic.DotLogCounts(n, x))
		for i := range n {
			n[i] = 1
		}
		assert.Equal(t, generic.SumLog(x), generic.DotLogCounts(n, x))
	}
}

func TestDotLogCountsOfSpecialNumbers(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		n    []int64
		x    []float64
		want float64
	}{
		{nil, nil, 0},
		{[]int64{0, 0, 0, 0}, []float64{0, -1, inf, -inf}, 0},
		{[]int64{0, 2}, []float64{0, 3}, math.Log(9)},
		{[]int64{0}, []float64{nan}, nan},
		{[]int64{2, 0}, []float64{1, nan}, nan},
		{[]int64{2}, []float64{-1}, nan},
		{[]int64{2, 0}, []float64{0, inf}, -inf},
		{[]int64{1, 2}, []float64{0, inf}, nan},
		{[]int64{4, 2}, []float64{2, inf}, inf},
		{[]int64{1 << 51}, []float64{2}, 0x1p51 * math.Ln2},
		{[]int64{1 << 62}, []float64{1}, 0},
	} {
		got := generic.DotLogCounts(c.n, c.x)
		assert.True(t, operations.Same(c.want, got), "%d of %g: %g", c.n, c.x, got)
	}
}
