package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of sums of ln(1+x): the absolute part is for each element or, where all x are below
// generic.Tiny1p in magnitude, for their sum without signs.
var (
	Sum1pBound     = Bound{ULP: 0.6, Absolute: 0x1p-90}
	TinySum1pBound = Bound{ULP: 0.6, Absolute: 0x1p-78}
)

var sumLog1p = Operation{
	Name: "SumLog1p", Inputs: 1, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { a.Dst[0] = kernel.SumLog1p(isa, a.In[0]) },
	Spec:   func(a *Args) { a.Dst[0] = generic.SumLog1p(a.In[0]) },
	Root:   func(a *Args) { a.Dst[0] = sumlog.SumLog1p(a.In[0]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.SumLog1p(a.In[0])
		return err
	},
	Bounds: []Bound{Sum1pBound, TinySum1pBound},
	Want:   func(a *Args, _ int) Want { return wantSum1p(a.In[0]) },
	Kinds:  onePlusFactors,
}

// log1pSum is compared by its whole state, for the reason of product.
var log1pSum = Operation{
	Name: "Log1pSum", Inputs: 1, Shape: Accumulator,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		var s, parts kernel.Log1pSum
		s.Add(isa, a.In[0])
		parts.Merge(s)
		setState(a.Dst, parts.Sum(), s.Sum(), 0, 0)
	},
	Spec: func(a *Args) {
		sum := generic.SumLog1p(a.In[0])
		setState(a.Dst, sum, sum, 0, 0)
	},
	Kinds: onePlusFactors,
}

// onePlusFactors are kinds of inputs of sums of ln(1+x). Some leave the fast path; the blocks of
// others are tiny, or alternately tiny and not.
var onePlusFactors = []Kind{
	Mixed,
	each("survival", simple(func(r *rand.Rand) float64 { return -r.Float64() })),
	each("small", simple(func(r *rand.Rand) float64 { return 0.2 * (r.Float64() - 0.5) })),
	each("tiny", simple(func(r *rand.Rand) float64 {
		return math.Copysign(math.Exp2(-33-30*r.Float64()), r.Float64()-0.5)
	})),
	each("tiny of one sign", simple(func(r *rand.Rand) float64 { return -1e-12 * r.Float64() })),
	each("about the last place of 1", simple(func(r *rand.Rand) float64 {
		return -math.Exp2(-50 - 9*r.Float64())
	})),
	each("minute", simple(func(r *rand.Rand) float64 { return math.Exp2(-60 - 9*r.Float64()) })),
	each("tiny or not", func(r *rand.Rand, i int, _ float64) float64 {
		if i/4096%2 == 0 || r.IntN(3000) != 0 {
			return 0x1p-31 * (r.Float64() - 0.5)
		}
		return r.Float64()
	}),
	each("at the bounds", simple(func(r *rand.Rand) float64 {
		list := []float64{-0.5, 1, 0x1p-48 - 1, 0x1p-49 - 1, 3, 0x1p53, 0x1p53 - 1, 0x1p-32, -1e-300}
		return list[r.IntN(len(list))]
	})),
	each("large", simple(func(r *rand.Rand) float64 { return math.Exp(36 * r.Float64()) })),
	each("any", simple(func(r *rand.Rand) float64 {
		return math.Float64frombits(r.Uint64() >> 1 % 0x7FF0000000000000)
	})),
	each("reciprocals", func(r *rand.Rand, i int, before float64) float64 {
		if i%2 == 1 {
			return -before / (1 + before)
		}
		return math.Exp(-10 * r.Float64())
	}),
}

func wantSum1p(x []float64) Want {
	var zero, infinite bool
	size, tiny := 0.0, true
	for _, v := range x {
		if math.IsNaN(v) || v < -1 {
			return special(math.NaN())
		}
		zero = zero || v == -1
		infinite = infinite || math.IsInf(v, 1)
		size += math.Abs(v)
		tiny = tiny && math.Abs(v) < generic.Tiny1p
	}
	switch {
	case zero && infinite:
		return special(math.NaN())
	case zero:
		return special(math.Inf(-1))
	case infinite:
		return special(math.Inf(1))
	case size == 0:
		return special(0)
	}
	bound := Bound{Sum1pBound.ULP, float64(len(x)) * Sum1pBound.Absolute}
	if tiny {
		bound.Absolute = size * TinySum1pBound.Absolute
	}
	return Want{Exact: exact.SumLog1p(x), Bound: bound}
}
