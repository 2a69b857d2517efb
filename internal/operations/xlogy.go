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

// XLogYBound is the bound of x·ln y.
var XLogYBound = Bound{ULP: 0.65}

var xlogy = Operation{
	Name: "XLogY", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.XLogY(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { generic.XLogY(a.Dst, a.In[0], a.In[1]) },
	Root:   func(a *Args) { sumlog.XLogY(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return r.XLogY(a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1 << 14 },
	Bounds: []Bound{XLogYBound},
	Want:   func(a *Args, j int) Want { return wantXLogY(a.In[0][j], a.In[1][j]) },
	Kinds: []Kind{
		Mixed,
		each("any", simple(func(r *rand.Rand) float64 { return math.Float64frombits(r.Uint64()) })),
		pairs("small products", func(r *rand.Rand) (x, y float64) {
			return (r.Float64() - 0.5) * math.Exp2(float64(-900-r.IntN(175))), 1 + math.Exp2(-52*r.Float64())
		}),
		pairs("at the bound of the paths", func(r *rand.Rand) (x, y float64) {
			return 0x1p-960 * (0.5 + r.Float64()), 1.5 + 2*r.Float64()
		}),
		pairs("large products", func(r *rand.Rand) (x, y float64) {
			return math.MaxFloat64 * (r.Float64() - 0.5), 4 * r.Float64()
		}),
		pairs("zeros", func(r *rand.Rand) (x, y float64) {
			some := []float64{
				0, math.Copysign(0, -1), 1, -2, math.NaN(), math.Inf(1), 0x1.4p-1022, 0x1.5p-1022,
			}
			return some[r.IntN(len(some))], some[r.IntN(len(some))]
		}),
	},
}

// pairs is a kind of two inputs, whose elements are drawn together.
func pairs(name string, draw func(r *rand.Rand) (x, y float64)) Kind {
	return Kind{name, func(r *rand.Rand, inputs [][]float64) {
		for i := range inputs[0] {
			inputs[0][i], inputs[1][i] = draw(r)
		}
	}}
}

func wantXLogY(x, y float64) Want {
	switch ln, isSpecial := specialLog(y); {
	case math.IsNaN(x) || math.IsNaN(y):
		return special(math.NaN())
	case x == 0 || y == 1 && !math.IsInf(x, 0):
		return special(0)
	case isSpecial:
		return special(x * ln)
	case math.IsInf(x, 0):
		return special(x * (y - 1))
	default:
		ln := exact.Log(new(big.Float).SetPrec(192).SetFloat64(y))
		return Want{Exact: ln.Mul(ln, big.NewFloat(x)), Bound: XLogYBound}
	}
}
