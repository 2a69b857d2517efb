package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of LogRising, by the size of x and n.
var (
	RisingBound          = Bound{ULP: 0.6}
	RisingFewBound       = Bound{ULP: 0.6, Absolute: 0x1p-100}   // x < 8, an integer n <= 8
	RisingSmallBound     = Bound{ULP: 0.6, Absolute: 0x1p-53}    // x < 1/1024, 8 < n <= 2^53
	RisingFractionBound  = Bound{ULP: 0.7}                       // 2 <= x < 8, a fractional n < 8
	RisingFraction2Bound = Bound{ULP: 0.75, Absolute: 0x1p-55}   // x < 2, a fractional n < 8
	RisingTinyBound      = Bound{ULP: 0.75, Absolute: 0x1p-1074} // of a result below 4e-307
)

var logRising = Operation{
	Name: "LogRising", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0, 1, 5, 8, 1000},
	Cost:   func(int) int { return 8 },
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogRising(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.LogRising(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.LogRising(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogRising(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 2048 },
	Bounds: []Bound{
		RisingBound, RisingFewBound, RisingSmallBound, RisingFractionBound, RisingFraction2Bound,
		RisingTinyBound,
	},
	Want:  func(a *Args, j int) Want { return wantRising(a.In[0][j], a.In[1][j]) },
	Kinds: risingKinds,
}

// RisingBoundOf returns the bound of LogRising(x, n).
func RisingBoundOf(x, n float64) Bound {
	switch {
	case x >= 8:
		return RisingBound
	case n <= 8 && n == math.Floor(n):
		return RisingFewBound
	case n > 0x1p53 || n > 8 && x >= 1./1024:
		return RisingBound
	case n > 8:
		return RisingSmallBound
	case x >= 2:
		return RisingFractionBound
	}
	b := RisingFraction2Bound
	b.Absolute *= min(n, 1)
	return b
}

func wantRising(x, n float64) Want {
	switch {
	case !(x >= 0 && n >= 0):
		return special(math.NaN())
	case n == 0 || x == 1 && n == 1:
		return special(0)
	case x == 0:
		return special(math.Inf(-1))
	case x >= generic.MaxRising || math.IsInf(n*math.Log(x+n), 1):
		return special(math.Inf(1))
	}
	w := Want{Exact: exact.LogRising(x, n), Bound: RisingBoundOf(x, n)}
	v, _ := w.Exact.Float64()
	if math.Abs(v) < 4e-307 {
		w.Bound = RisingTinyBound
	}
	return w
}

// positive returns a number of any magnitude from 2^lo to 2^hi.
func positive(r *rand.Rand, lo, hi float64) float64 { return math.Exp2(lo + (hi-lo)*r.Float64()) }

// count returns a count of any magnitude up to 2^hi.
func count(r *rand.Rand, hi float64) float64 { return math.Floor(positive(r, 0, hi)) }

// risingKinds take every path of LogRising, alone and side by side.
var risingKinds = []Kind{
	Mixed, specials,
	pairs("large x, counts", func(r *rand.Rand) (x, y float64) {
		return 8 + positive(r, -10, 40), count(r, 20)
	}),
	pairs("large x, real n", func(r *rand.Rand) (x, y float64) {
		return 8 + positive(r, -10, 20), positive(r, -20, 20)
	}),
	pairs("small x, few", func(r *rand.Rand) (x, y float64) {
		return 8 * r.Float64(), float64(r.IntN(10))
	}),
	pairs("small x, more", func(r *rand.Rand) (x, y float64) {
		return 8 * r.Float64(), float64(r.IntN(100))
	}),
	pairs("any x, counts", func(r *rand.Rand) (x, y float64) {
		return positive(r, -1074, 60), count(r, 40)
	}),
	pairs("small x, fractions", func(r *rand.Rand) (x, y float64) {
		return 8 * r.Float64(), 9 * r.Float64()
	}),
	pairs("small x, narrow", func(r *rand.Rand) (x, y float64) {
		return positive(r, -1074, 3.1), positive(r, -60, -25)
	}),
	pairs("all together", func(r *rand.Rand) (x, y float64) {
		x, y = positive(r, -4, 6), positive(r, -34, 8)
		if r.IntN(2) == 0 {
			y = math.Ceil(y)
		}
		return x, y
	}),
	pairs("any", func(r *rand.Rand) (x, y float64) {
		return positive(r, -1074, 1023), positive(r, -1074, 1023)
	}),
	found(
		// What n-8 loses of n.
		0x1.2c14d21ae9d8p+02, 0x1.616dc965f7facp+56,
		0x1.0de7e73729323p-53, 0x1p+1014,
		0x1.9c93c0bf8236p-43, 0x1.06c985c9ffc4dp+56,
		0x1.ec3c0258b572ep-275, 0x1.1104d0c1076c3p+56,
		0x1.8a0985dd6991ap-05, 0x1.38761e203f153p+56,
		0x1.bbd136e9ecaa6p-16, 0x1.0bafeffa4a623p+56,
		0x1.3d6d578d59153p+00, 0x1.4826e42485a24p+56,
		0x1.e442aa1b97e63p-11, 0x1.4f1105cecae4ap+56,
		0x1.5b2723fcaaed4p-08, 0x1.cca42d25eac5cp+56,
		0x1.600eec7940ccfp-21, 0x1.56f97f6c535e4p+56,
		// One product for an integer n, and none for 0.
		0x1.0756c31b5e48bp+00, 1,
		0x1.8p-1030, 0,
		// Last digits.
		0x1.9bd6660fe09a1p-24, 0x1.7c3ffd4e37c73p+03,
		0x1.fffffffffffffp-401, 0x1.0000002926e43p-1000,
		// No ordinary numbers.
		math.Inf(1), 0,
		0, 0x1.5ea8325855eb6p+02,
		0x1.79ca10c924223p-67, -0x1p-1074,
	),
}
