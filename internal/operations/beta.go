package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of LogBeta, by the size of the smaller argument.
var (
	BetaBound      = Bound{ULP: 0.6}                     // 8 or more
	BetaFarBound   = Bound{ULP: 0.8}                     // 8 or more, and the other 2^48 times it
	BetaSmallBound = Bound{ULP: 0.75, Absolute: 0x1p-57} // below 8
)

var logBeta = Operation{
	Name: "LogBeta", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0, 3, 1000},
	Cost:   func(int) int { return 12 },
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogBeta(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.LogBeta(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.LogBeta(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogBeta(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1024 },
	Bounds: []Bound{BetaBound, BetaFarBound, BetaSmallBound},
	Want:   func(a *Args, j int) Want { return wantBeta(a.In[0][j], a.In[1][j]) },
	Kinds: append([]Kind{
		pairs("both large", func(r *rand.Rand) (x, y float64) {
			return 8 + positive(r, -6, 50), 8 + positive(r, -6, 50)
		}),
		pairs("alike", func(r *rand.Rand) (x, y float64) {
			x = positive(r, 3, 300)
			return x, x * (0.5 + 1.5*r.Float64())
		}),
		pairs("one small", func(r *rand.Rand) (x, y float64) {
			return positive(r, -20, 4), positive(r, 3, 60)
		}),
		pairs("half-integers", func(r *rand.Rand) (x, y float64) {
			return 0.5 * count(r, 17), 0.5 * count(r, 10)
		}),
		found(
			// Scaled, the larger argument only or both, which loses digits without; 0 beside +Inf.
			0x1.8p-501, 0x1.4p-501,
			0x1.0000000000001p-900, 0x1.0504d0882a237p-901,
			0x1.9b64p-1059, 0x1.b58cp-1060,
			0, math.Inf(1),
		),
	}, risingKinds...),
}

// BetaBoundOf returns the bound of LogBeta(a, b).
func BetaBoundOf(a, b float64) Bound {
	switch {
	case min(a, b) < 8:
		return BetaSmallBound
	case far(a, b):
		return BetaFarBound
	}
	return BetaBound
}

// far reports whether all of ln((a+b)/a), a being the larger, is in the tail of a pair.
func far(a, b float64) bool { return max(a, b) > 0x1p48*min(a, b) }

func wantBeta(a, b float64) Want {
	switch {
	case !(a >= 0 && b >= 0) || min(a, b) == 0 && math.IsInf(a+b, 1):
		return special(math.NaN())
	case a == 0 || b == 0:
		return special(math.Inf(1))
	case max(a, b) >= generic.MaxRising:
		return special(math.Inf(-1))
	case a == 1 && b == 1:
		return special(0)
	}
	return Want{Exact: exact.LogBeta(a, b), Bound: BetaBoundOf(a, b)}
}
