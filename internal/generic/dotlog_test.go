package generic_test

import (
	"maps"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// dotKinds fill weights and elements of sums Σ w·ln x; what each is hard on is its name.
var dotKinds = map[string]func(r *rand.Rand, w, x []float64){
	"one sign":   termByTerm(func(r *rand.Rand) (w, x float64) { return r.Float64(), 1 + r.Float64() }),
	"two signs":  termByTerm(func(r *rand.Rand) (w, x float64) { return r.Float64() - 0.5, 4 * r.Float64() }),
	"any binade": termByTerm(func(r *rand.Rand) (w, x float64) { return r.Float64() - 0.3, anyBinade(r) }),
	"subnormal":  termByTerm(func(r *rand.Rand) (w, x float64) { return r.Float64(), subnormal(r) }),
	"small and large weights": termByTerm(func(r *rand.Rand) (w, x float64) {
		return math.Exp2(1800*r.Float64() - 900), 0.5 + r.Float64()
	}),
	"tiny weights": termByTerm(func(r *rand.Rand) (w, x float64) { return subnormal(r), 3 * r.Float64() }),
	"overflowing weights": termByTerm(func(r *rand.Rand) (w, x float64) {
		return math.MaxFloat64 * (r.Float64() - 0.5), 1 + 10*r.Float64()
	}),
	"entropy": func(r *rand.Rand, w, x []float64) {
		for i := range x {
			x[i] = r.Float64() / float64(len(x))
			w[i] = x[i]
		}
	},
	// All roundings go one way, where the logarithm errs most.
	"equal": func(r *rand.Rand, w, x []float64) {
		weight, v := 1., 17./16*(1+0.01*r.Float64())
		if r.IntN(2) == 0 {
			weight = r.Float64()
		}
		if r.IntN(8) == 0 {
			v = 0x1.10489ac1fabdep+0
		}
		for i := range x {
			w[i], x[i] = weight, v
		}
	},
	"cancelling": func(r *rand.Rand, w, x []float64) {
		for i := range x {
			if i%2 == 0 {
				w[i], x[i] = r.Float64()-0.5, 17./16*(1+0x1p-4*r.Float64())
			} else {
				x[i] = 17. / 16 * (1 + 0x1p-4*r.Float64())
				w[i] = -w[i-1] * math.Log(x[i-1]) / math.Log(x[i])
			}
		}
	},
	"cancelling to 0": func(r *rand.Rand, w, x []float64) {
		for i := range x {
			w[i], x[i] = float64(1-i%2*2), 0.25+0.5*float64(i/2%2)
		}
		if len(x)%2 == 1 {
			w[0] = 0
		}
	},
}

func termByTerm(draw func(r *rand.Rand) (w, x float64)) func(r *rand.Rand, w, x []float64) {
	return func(r *rand.Rand, w, x []float64) {
		for i := range x {
			w[i], x[i] = draw(r)
		}
	}
}

func TestDotLogErrorBound(t *testing.T) {
	o := operations.Find("DotLog")
	lengths := []int{1, 2, 3, 8, 17, 33, 100, 1000, 4096, 4097, 10_000}
	if testing.Short() {
		lengths = lengths[:8]
	}
	for kind, fill := range dotKinds {
		t.Run(kind, func(t *testing.T) {
			r := rand.New(rand.NewPCG(8, 3))
			worst, careful, all := 0.0, 0, 0
			for _, n := range lengths {
				for range min(60, 1+3000/n) {
					a := &operations.Args{Dst: make([]float64, 1)}
					a.In[0], a.In[1] = make([]float64, n), make([]float64, n)
					fill(r, a.In[0], a.In[1])
					o.Spec(a)
					want := o.Want(a, 0)
					require.NoError(t, want.Check(a.Dst[0]), "n = %d", n)
					if want.Exact != nil {
						worst = max(worst, want.Bound.Of(a.Dst[0], want.Exact))
					}
					if n <= generic.Block {
						sum := generic.DotOf(a.In[0], a.In[1])
						all++
						if sum.Cancels() {
							careful++
						}
					}
				}
			}
			t.Logf("worst %.4f ULP; %d of %d blocks carefully", worst, careful, all)
		})
	}
}

// The first pass alone has the bound of its accumulator.
func TestDotLogSumErrorBound(t *testing.T) {
	for _, kind := range []string{"one sign", "two signs", "equal", "cancelling", "subnormal"} {
		r := rand.New(rand.NewPCG(8, 4))
		for range 200 {
			n := 1 + r.IntN(100)
			w, x := make([]float64, n), make([]float64, n)
			dotKinds[kind](r, w, x)
			sum := generic.DotOf(w, x)
			want := exact.DotLog(w, x)
			bound := operations.DotLogSumBound
			bound.Absolute *= sum.A
			e := operations.Want{Exact: want, Bound: bound}.Check(sum.Sum())
			require.NoError(t, e, "%s, %d elements", kind, n)
		}
	}
}

func TestCarefulLog(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	worst := 0.0
	for i := range 50_000 {
		x := logKinds[i%len(logKinds)].draw(r, i)
		if x == 1 {
			continue
		}
		hi, lo := generic.CarefulLog(x)
		want := exact.Log(new(big.Float).SetPrec(256).SetFloat64(x))
		e := new(big.Float).SetPrec(256).SetFloat64(hi)
		e.Sub(e.Add(e, big.NewFloat(lo)), want)
		relative, _ := e.Quo(e, want).Float64()
		worst = max(worst, math.Abs(relative))
	}
	t.Logf("worst 2^%.2f", math.Log2(worst))
	require.LessOrEqual(t, worst, 0x1p-102)
}

// The second pass alone, where all roundings go one way and where terms cancel at any distance.
func TestCarefulSumErrorBound(t *testing.T) {
	kinds := maps.Clone(dotKinds)
	kinds["equal, and the same again"] = func(r *rand.Rand, w, x []float64) {
		dotKinds["equal"](r, w, x)
		for i := len(w) / 2; i < len(w); i++ {
			w[i], x[i] = -w[i], x[i]*(1+0x1p-40*r.Float64())
		}
	}
	kinds["growing, and back"] = func(r *rand.Rand, w, x []float64) {
		for i := range w {
			w[i], x[i] = math.Exp2(float64(i)/64), 1.0625+r.Float64()
			if from := len(w) - 1 - i; from < i {
				w[i], x[i] = -w[from], x[from]
			}
		}
		w[0] *= 1 + 0x1p-30
	}
	for _, kind := range []string{"cancelling", "equal", "equal, and the same again", "growing, and back"} {
		r := rand.New(rand.NewPCG(8, 6))
		worst := 0.0
		for range 10 {
			n := 1 + r.IntN(5000)
			w, x := make([]float64, n), make([]float64, n)
			kinds[kind](r, w, x)
			var all generic.DotSum
			for i := range x {
				all.AddTerm(w[i], x[i])
			}
			got, want := generic.CarefulDotLog(w, x, 1), exact.DotLog(w, x)
			bound := operations.Bound{ULP: 0.51, Absolute: 0x1p-96 * all.A}
			require.NoError(t, operations.Want{Exact: want, Bound: bound}.Check(got), "%s, n = %d", kind, n)
			off := new(big.Float).SetPrec(256).SetFloat64(got)
			e, _ := off.Sub(off, want).Float64()
			half := (math.Nextafter(math.Abs(got), math.Inf(1)) - math.Abs(got)) / 2
			worst = max(worst, (math.Abs(e)-half)/all.A)
		}
		t.Logf("%s: beyond half an ULP 2^%.1f of A", kind, math.Log2(worst))
	}
}

func TestDotLogSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct{ w, x, want float64 }{
		{0, 0, 0},
		{0, -1, 0},
		{0, inf, 0},
		{0, nan, nan},
		{1, 0, -inf},
		{-1, 0, inf},
		{1, -1, nan},
		{2, inf, inf},
		{-2, inf, -inf},
		{inf, 1, nan},
		{inf, 2, inf},
		{inf, 0.5, -inf},
		{-inf, 0.5, inf},
		{nan, 1, nan},
		{math.MaxFloat64, math.MaxFloat64, inf},
	} {
		for _, pad := range []int{0, 40, 5000} {
			w, x := make([]float64, pad, pad+1), make([]float64, pad, pad+1)
			got := generic.DotLog(append(w, c.w), append(x, c.x))
			assert.True(t, operations.Same(c.want, got), "%v and %d zeros: %g", c, pad, got)
		}
	}
	assert.True(t, operations.Same(0, generic.Entropy(nil)))
	assert.True(t, operations.Same(0, generic.Entropy([]float64{1, 0})))
}

// Terms that exceed the largest number and cancel.
func TestDotLogBeyondTheLargest(t *testing.T) {
	w := []float64{math.MaxFloat64, -math.MaxFloat64, 0x1p1000}
	x := []float64{1e10, 1e10, math.E}
	assert.Equal(t, 0x1p1000, generic.DotLog(w, x))
}
