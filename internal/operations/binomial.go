package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of LogBinomial and LogMultichoose.
var (
	BinomialBound            = Bound{ULP: 0.6}                     // counts up to 2^53
	BinomialRealBound        = Bound{ULP: 0.8, Absolute: 0x1p-60}  // others
	MultichooseBound         = Bound{ULP: 0.65}                    // r >= 8 or an integer
	MultichooseFarBound      = Bound{ULP: 0.8}                     // one is 2^48 times the other
	MultichooseFewBound      = Bound{ULP: 0.6, Absolute: 0x1p-103} // y < 8
	MultichooseSmallBound    = Bound{ULP: 0.75, Absolute: 0x1p-57} // r < 8 and no integer, y >= 8
	MultichooseFractionBound = Bound{ULP: 0.75, Absolute: 0x1p-56} // a fractional y < 8
)

var logBinomial = Operation{
	Name: "LogBinomial", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0, 3, 1000},
	Cost:   func(int) int { return 12 },
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogBinomial(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.LogBinomial(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.LogBinomial(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogBinomial(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1024 },
	Bounds: []Bound{BinomialBound, BinomialRealBound},
	Want:   func(a *Args, j int) Want { return wantBinomial(a.In[0][j], a.In[1][j]) },
	Kinds: []Kind{
		Mixed, specials,
		pairs("counts", func(r *rand.Rand) (x, y float64) {
			x = count(r, 53)
			return x, math.Floor(x * r.Float64())
		}),
		pairs("small counts", func(r *rand.Rand) (x, y float64) {
			x = float64(r.IntN(100))
			return x, float64(r.IntN(int(x) + 1))
		}),
		pairs("few", func(r *rand.Rand) (x, y float64) {
			x = count(r, 53)
			y = min(x, float64(r.IntN(12)))
			if r.IntN(2) == 0 {
				y = x - y
			}
			return x, y
		}),
		pairs("real", func(r *rand.Rand) (x, y float64) {
			x = positive(r, -3, 60)
			return x, x * r.Float64()
		}),
		pairs("real and few", func(r *rand.Rand) (x, y float64) {
			x = positive(r, 0, 20)
			return x, min(x, 9*r.Float64())
		}),
		pairs("products beside fractions", func(r *rand.Rand) (x, y float64) {
			return 27, []float64{24, 2.5}[r.IntN(2)]
		}),
		pairs("huge", func(r *rand.Rand) (x, y float64) {
			x = positive(r, 90, 1023)
			return x, min(x, positive(r, -1000, 1000))
		}),
		found(
			// Last digits: of products, of the closed form, of a subnormal result.
			0x1.fda1b6c2700a6p+03, 3,
			0x1.e0d7c2a4e939ep+54, 0x1.e0d7c2a4e939dp+54,
			0x1.ee08079e3cdb3p+03, 0x1.0e08079e3cdb3p+03,
			0x1.57e99bc18ba6fp+10, 0x1.56299bc18ba6fp+10,
			0x1.04872603b63c7p+04, 0x1.321f84eca77abp+02,
			2.5, 0x1.bcd673c04p-1040,
			// A product that a scale makes overflow; the bound of one; below the domain.
			0x1p95, 5,
			0x1p100, 1,
			0x1p100, 3,
			-math.SmallestNonzeroFloat64, 0,
		),
	},
}

// BinomialBoundOf returns the bound of LogBinomial(n, k).
func BinomialBoundOf(n, k float64) Bound {
	if n == math.Floor(n) && k == math.Floor(k) && n <= 1<<53 {
		return BinomialBound
	}
	return BinomialRealBound
}

func wantBinomial(n, k float64) Want {
	switch {
	case math.IsNaN(n) || math.IsNaN(k) || n < 0:
		return special(math.NaN())
	case k < 0 || k > n:
		return special(math.Inf(-1))
	case k == 0 || k == n:
		return special(0)
	case n >= generic.MaxRising:
		return special(math.Inf(1))
	}
	return Want{Exact: exact.LogBinomial(n, k), Bound: BinomialBoundOf(n, k)}
}

var logMultichoose = Operation{
	Name: "LogMultichoose", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0, 3, 1000},
	Cost:   func(int) int { return 12 },
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogMultichoose(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.LogMultichoose(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.LogMultichoose(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogMultichoose(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1024 },
	Bounds: []Bound{
		MultichooseBound, MultichooseFarBound, MultichooseFewBound, MultichooseSmallBound,
		MultichooseFractionBound,
	},
	Want: func(a *Args, j int) Want { return wantMultichoose(a.In[0][j], a.In[1][j]) },
	Kinds: append([]Kind{
		pairs("products, and at their bound", func(r *rand.Rand) (x, y float64) {
			x, y = 3, []float64{0x1p50, 0x1p100}[r.IntN(2)]
			if r.IntN(2) == 0 {
				return y, x
			}
			return x, y
		}),
		found(
			// Both scaled; last digits.
			0x1.8p-501, 0x1.4p-501,
			0x1.ffffe768eae5cp-01, 0x1.ffffe768eae5cp-01,
		),
	}, risingKinds...),
}

// MultichooseBoundOf returns the bound of LogMultichoose(r, y).
func MultichooseBoundOf(r, y float64) Bound {
	if y < 8 && y != math.Floor(y) {
		b := MultichooseFractionBound
		b.Absolute *= max(1, -math.Log(y))
		return b
	}
	switch {
	case y < 8:
		return MultichooseFewBound
	case r >= 8 && far(r, y):
		return MultichooseFarBound
	case r >= 8 || r == math.Floor(r):
		return MultichooseBound
	}
	return MultichooseSmallBound
}

func wantMultichoose(r, y float64) Want {
	switch {
	case !(r >= 0 && y >= 0):
		return special(math.NaN())
	case y == 0:
		return special(0)
	case r == 0:
		return special(math.Inf(-1))
	case max(r, y) >= generic.MaxRising:
		return special(math.Inf(1))
	case r == 1:
		return special(0)
	}
	return Want{Exact: exact.LogMultichoose(r, y), Bound: MultichooseBoundOf(r, y)}
}
