package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// Log1pBound is the bound of log1p.
var Log1pBound = Bound{ULP: 0.6}

var log1p = Operation{
	Name: "Log1p", Inputs: 1, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.Log1p(isa, a.Dst, a.In[0]) },
	Spec:   func(a *Args) { generic.Log1p(a.Dst, a.In[0]) },
	Root:   func(a *Args) { sumlog.Log1p(a.Dst, a.In[0]) },
	On:     func(r sumlog.Run, a *Args) error { return r.Log1p(a.Dst, a.In[0]) },
	Poll:   func(int) int { return 1 << 14 },
	Bounds: []Bound{Log1pBound},
	Want:   func(a *Args, j int) Want { return wantLog1p(a.In[0][j]) },
	Kinds: []Kind{
		Mixed,
		each("above -1", simple(func(r *rand.Rand) float64 { return -r.Float64() })),
		each("tiny", simple(func(r *rand.Rand) float64 {
			return math.Copysign(math.Exp2(-120*r.Float64()), r.Float64()-0.5)
		})),
		each("one away from large", simple(func(r *rand.Rand) float64 {
			return []float64{0x1p1023, math.Nextafter(0x1p1023, 0), 0x1.5p1023, 1}[r.IntN(4)]
		})),
	},
}

func wantLog1p(x float64) Want {
	switch {
	case math.IsNaN(x) || x < -1:
		return special(math.NaN())
	case x == -1:
		return special(math.Inf(-1))
	case x == 0 || math.IsInf(x, 1):
		return special(x)
	}
	return Want{Exact: exact.Log1p(x), Bound: Log1pBound}
}
