package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// ratioKinds fill numbers whose ratios' logarithms are added; what each is hard on is its name.
var ratioKinds = map[string]func(r *rand.Rand, x, y []float64){
	"uniform": termByTerm(func(r *rand.Rand) (x, y float64) { return r.Float64(), r.Float64() }),
	"near each other": termByTerm(func(r *rand.Rand) (x, y float64) {
		x = 0.1 + r.Float64()
		return x, x * (1 + math.Exp2(-50*r.Float64())*(r.Float64()-0.5))
	}),
	"units apart": termByTerm(func(r *rand.Rand) (x, y float64) {
		x = 0.1 + r.Float64()
		return x, beside(r, x, 6)
	}),
	"any binade": termByTerm(func(r *rand.Rand) (x, y float64) { return anyBinade(r), anyBinade(r) }),
	"subnormal":  termByTerm(func(r *rand.Rand) (x, y float64) { return subnormal(r), subnormal(r) }),
	"where the error is largest": termByTerm(func(r *rand.Rand) (x, y float64) {
		y = 1 + r.Float64()
		return y * (1.3 + 0.22*r.Float64()), y
	}),
	// All roundings go one way.
	"equal": func(r *rand.Rand, x, y []float64) {
		v := r.Float64()
		u := v * (0.7 + 0.7*r.Float64())
		for i := range x {
			x[i], y[i] = v, u
		}
	},
	// Distributions of one sum, whose terms cancel: by rows, so that a lane sees both.
	"alternating": func(r *rand.Rand, x, y []float64) {
		q1, q2 := 0.5+0.5*r.Float64(), 0.5+0.5*r.Float64()
		p1 := q1 * (1 + math.Exp2(-38*r.Float64())*0.5)
		p2 := q2 - (p1 - q1)
		for i := range x {
			x[i], y[i] = p1, q1
			if i/16%2 == 1 {
				x[i], y[i] = p2, q2
			}
		}
	},
}

func TestRatioErrorBounds(t *testing.T) {
	lengths := []int{1, 2, 3, 17, 64, 100, 512, 4096}
	if testing.Short() {
		lengths = lengths[:7]
	}
	for kind, fill := range ratioKinds {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(10, 3))
			for _, name := range []string{"DotLogRatio", "RelativeEntropy"} {
				o, worst := operations.Find(name), 0.0
				for _, n := range lengths {
					for range min(60, 1+2000/n) {
						a := &operations.Args{Dst: make([]float64, 1)}
						x, y := make([]float64, n), make([]float64, n)
						fill(r, x, y)
						a.In[0], a.In[1] = x, y
						if o.Inputs == 3 {
							w := make([]float64, n)
							for i := range w {
								w[i] = r.Float64() - 0.25
							}
							a.In[0], a.In[1], a.In[2] = w, x, y
						}
						o.Spec(a)
						want := o.Want(a, 0)
						require.NoError(t, want.Check(a.Dst[0]), "%s, n = %d", name, n)
						if want.Exact != nil {
							worst = max(worst, want.Bound.Of(a.Dst[0], want.Exact))
						}
					}
				}
				t.Logf("%s: worst %.4f ULP", name, worst)
			}
		})
	}
}

// The result is within a unit where the distributions have one sum and differ by more than 1e-12.
func TestRelativeEntropyIsSharp(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 4))
	worst := 0.0
	for range 500 {
		p, q := make([]float64, 64), make([]float64, 64)
		ratioKinds["alternating"](r, p, q)
		// Sums are equal where the differences are.
		if p[0]-q[0] != q[16]-p[16] || p[0]-q[0] < 4e-12 {
			continue
		}
		want := exact.DotLog(p, p)
		want.Sub(want, exact.DotLog(p, q))
		worst = max(worst, exact.ULP(generic.RelativeEntropy(p, q), want))
	}
	t.Logf("worst %.4f ULP", worst)
	require.LessOrEqual(t, worst, 1.0)
}

// The bits of a ratio do not depend on powers of two.
func TestLogRatioScales(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 5))
	w := []float64{1}
	for range 20_000 {
		x, y := 1+r.Float64(), 1+r.Float64()
		want := generic.DotLogRatio(w, []float64{x}, []float64{y})
		k := r.IntN(2000) - 1000
		x, y = math.Ldexp(x, k), math.Ldexp(y, k)
		require.Equal(t, want, generic.DotLogRatio(w, []float64{x}, []float64{y}), "%x / %x", x, y)
	}
}
