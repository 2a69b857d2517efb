package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/operations"
)

func TestSoftmaxErrorBounds(t *testing.T) {
	work := 2000
	if testing.Short() {
		work = 100
	}
	for _, name := range []string{"Softmax", "LogSoftmax"} {
		o := operations.Find(name)
		for kind, fill := range exponentKinds {
			t.Run(name+"/"+kind, func(t *testing.T) {
				r := rand.New(rand.NewPCG(10, 5))
				worst, absolute := 0.0, 0.0
				for _, cols := range []int{2, 3, 8, 33} {
					for range 1 + work/cols {
						a := &operations.Args{Dst: make([]float64, cols), Param: cols}
						a.In[0] = make([]float64, cols)
						fill(r, a.In[0])
						o.Spec(a)
						for j, got := range a.Dst {
							want := o.Want(a, j)
							require.NoError(t, want.Check(got), "%x, element %d", a.In[0], j)
							if want.Exact == nil {
								continue
							}
							e := exact.ULP(got, want.Exact)
							if want.Bound.Absolute == 0 {
								worst = max(worst, e)
							} else if e > 0.5 {
								absolute = max(absolute, exact.Abs(got, want.Exact)*(1-0.5/e))
							}
						}
					}
				}
				t.Logf("worst %.4f ULP; below 1/8, half a unit and 2^%.1f", worst, math.Log2(absolute))
			})
		}
	}
}

// A logarithm of a probability is not above 0, however the sum of the row was rounded.
func TestLogSoftmaxIsNotPositive(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 6))
	a := &operations.Args{Dst: make([]float64, 2), Param: 2}
	for range 100_000 {
		x := 2000 * (r.Float64() - 0.5)
		a.In[0] = []float64{x, x - 30 - 20*r.Float64()}
		operations.Find("LogSoftmax").Spec(a)
		require.LessOrEqual(t, a.Dst[0], 0.0, "%x", a.In[0])
	}
}

func TestSoftmaxSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ x, softmax, logSoftmax []float64 }{
		{[]float64{-3}, []float64{1}, []float64{0}},
		{[]float64{1e300}, []float64{1}, []float64{0}},
		{[]float64{0, -inf}, []float64{1, 0}, []float64{0, -inf}},
		{[]float64{-inf, 0x1p35}, []float64{0, 1}, []float64{-inf, 0}},
		{[]float64{0, 0}, []float64{0.5, 0.5}, []float64{-math.Ln2, -math.Ln2}},
		{[]float64{1e300, 1e300}, []float64{0.5, 0.5}, []float64{-math.Ln2, -math.Ln2}},
		{[]float64{1, -1e300}, []float64{1, 0}, []float64{0, -1e300}},
		{[]float64{math.MaxFloat64, -math.MaxFloat64}, []float64{1, 0}, []float64{0, -inf}},
		{[]float64{inf, 1}, []float64{nan, 0}, []float64{nan, -inf}},
		{[]float64{-inf, -inf}, []float64{nan, nan}, []float64{nan, nan}},
		{[]float64{nan, 1}, []float64{nan, nan}, []float64{nan, nan}},
		{[]float64{-inf}, []float64{nan}, []float64{nan}},
	} {
		for name, want := range map[string][]float64{"Softmax": c.softmax, "LogSoftmax": c.logSoftmax} {
			a := &operations.Args{Dst: make([]float64, len(c.x)), Param: len(c.x)}
			a.In[0] = c.x
			operations.Find(name).Spec(a)
			assert.Equal(t, -1, operations.Differing(want, a.Dst), "%s of %g: %g", name, c.x, a.Dst)
		}
	}
}
