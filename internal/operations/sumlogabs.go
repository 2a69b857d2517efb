package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// sumLogAbs has two results, of which the second one is the sign.
var sumLogAbs = Operation{
	Name: "SumLogAbs", Inputs: 1, Shape: Accumulator,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		sum, sign := kernel.SumLogAbs(isa, a.In[0])
		setState(a.Dst, sum, sign, 0, 0)
	},
	Spec: func(a *Args) {
		sum, sign := generic.SumLogAbs(a.In[0])
		setState(a.Dst, sum, sign, 0, 0)
	},
	Root: func(a *Args) {
		sum, sign := sumlog.SumLogAbs(a.In[0])
		setState(a.Dst, sum, sign, 0, 0)
	},
	On: func(r sumlog.Run, a *Args) error {
		sum, sign, err := r.SumLogAbs(a.In[0])
		setState(a.Dst, sum, sign, 0, 0)
		return err
	},
	Bounds: []Bound{SumBound},
	Want:   wantSumAbs,
	Kinds:  append(factors[:len(factors):len(factors)], signs),
}

var signs = each("signs", simple(func(r *rand.Rand) float64 {
	return math.Copysign(0.5+r.Float64(), r.Float64()-0.5)
}))

func wantSumAbs(a *Args, j int) Want {
	if j > 1 {
		return special(0)
	}
	abs := make([]float64, len(a.In[0]))
	product := 1.0 // of signs
	for i, v := range a.In[0] {
		abs[i] = math.Abs(v)
		switch {
		case math.IsNaN(v):
			product = v
		case v == 0:
			product *= 0
		case math.IsInf(v, 0):
			product *= v
		default:
			product *= math.Copysign(1, v)
		}
	}
	if j == 0 {
		return wantSum(abs)
	}
	switch {
	case math.IsNaN(product):
		return special(math.NaN())
	case product == 0:
		return special(0)
	}
	return special(math.Copysign(1, product))
}
