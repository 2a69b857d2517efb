package operations

import (
	"math"
	"math/big"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of p·ln(p/q), and of p·ln(p/q) - p + q.
var (
	RelEntrBound = Bound{ULP: 0.6}
	KLDivBound   = Bound{ULP: 1}
)

var relEntr = Operation{
	Name: "RelEntr", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.RelEntr(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.RelEntr(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.RelEntr(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.RelEntr(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1 << 14 },
	Bounds: []Bound{RelEntrBound},
	Want: func(a *Args, j int) Want {
		return wantDivergence(a.In[0][j], a.In[1][j], 0, exact.RelEntr, RelEntrBound)
	},
	Kinds: divergences,
}

var klDiv = Operation{
	Name: "KLDiv", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.KLDiv(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.KLDiv(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.KLDiv(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.KLDiv(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1 << 14 },
	Bounds: []Bound{KLDivBound},
	Want: func(a *Args, j int) Want {
		p, q := a.In[0][j], a.In[1][j]
		want := wantDivergence(p, q, q, exact.KLDiv, KLDivBound)
		want.Special = math.Abs(want.Special)
		if p == 0 && q == 0 {
			want.Special = q
		}
		return want
	},
	Kinds: divergences,
}

// divergences are kinds of p and q.
var divergences = append([]Kind{
	each("any", simple(func(r *rand.Rand) float64 { return math.Float64frombits(r.Uint64()) })),
	pairs("within a factor of 2", func(r *rand.Rand) (p, q float64) {
		q = math.Exp2(float64(r.IntN(2097) - 1074))
		return q * (0.5 + 1.5*r.Float64()), q
	}),
	pairs("small and near each other", func(r *rand.Rand) (p, q float64) {
		q = math.Exp2(-900 - 174*r.Float64())
		return q * (1 + math.Exp2(-50*r.Float64())), q
	}),
	pairs("zeros and special numbers", func(r *rand.Rand) (p, q float64) {
		some := []float64{
			0, math.Copysign(0, -1), 1, -2, math.NaN(), math.Inf(1), math.Inf(-1), 0x1p-1074,
		}
		return some[r.IntN(len(some))], some[r.IntN(len(some))]
	}),
}, ratios...)

// wantDivergence is what becomes of p and q, with the results of p = 0 and of positive finite
// numbers.
func wantDivergence(
	p, q, ofZero float64, of func(p, q float64) *big.Float, bound Bound,
) Want {
	switch {
	case math.IsNaN(p) || math.IsNaN(q):
		return special(math.NaN())
	case p == 0 && q >= 0:
		return special(ofZero)
	case p <= 0 || q <= 0:
		return special(math.Inf(1))
	case math.IsInf(p, 0) || math.IsInf(q, 0):
		return special(p - q)
	case p == q:
		return special(0)
	}
	return Want{Exact: of(p, q), Bound: bound}
}
