package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// ExpBound is the bound of an exponential.
var ExpBound = Bound{ULP: 0.6}

var exp = Operation{
	Name: "Exp", Inputs: 1, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.Exp(isa, a.Dst, a.In[0]) },
	Spec:   func(a *Args) { generic.Exp(a.Dst, a.In[0]) },
	Root:   func(a *Args) { sumlog.Exp(a.Dst, a.In[0]) },
	On:     func(r sumlog.Run, a *Args) error { return r.Exp(a.Dst, a.In[0]) },
	Poll:   func(int) int { return 1 << 14 },
	Bounds: []Bound{ExpBound},
	Want:   func(a *Args, j int) Want { return wantExp(a.In[0][j]) },
	Kinds: []Kind{
		Mixed,
		each("normal results", simple(func(r *rand.Rand) float64 { return 1416*r.Float64() - 708 })),
		each("any results", simple(func(r *rand.Rand) float64 { return 1500*r.Float64() - 770 })),
		each("subnormal results", simple(func(r *rand.Rand) float64 { return -708 - 38*r.Float64() })),
		each("at the bounds", simple(func(r *rand.Rand) float64 {
			x := []float64{708, -708, 709.78, 710, -708.4, -745.13, -746, 0}[r.IntN(8)]
			return math.Nextafter(x, 1000*float64(r.IntN(3)-1))
		})),
	},
}

func wantExp(x float64) Want {
	switch {
	case math.IsNaN(x):
		return special(x)
	case x > 800:
		return special(math.Inf(1))
	case x < -800:
		return special(0)
	case x == 0:
		return special(1)
	}
	return Want{Exact: exact.Exp(x), Bound: ExpBound}
}
