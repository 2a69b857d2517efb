package operations

import (
	"math"
	"math/big"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of weighted sums of logarithms: the absolute part is for the sum of the terms without
// signs.
var (
	OneSignBound   = Bound{ULP: 0.6}
	CancelsBound   = Bound{ULP: 1, Absolute: 0x1p-95}
	DotLogSumBound = Bound{ULP: 0.6, Absolute: 0x1p-56}
)

var dotLog = Operation{
	Name: "DotLog", Inputs: 2, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { a.Dst[0] = kernel.DotLog(isa, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { a.Dst[0] = generic.DotLog(a.In[0], a.In[1]) },
	Root:   func(a *Args) { a.Dst[0] = sumlog.DotLog(a.In[0], a.In[1]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.DotLog(a.In[0], a.In[1])
		return err
	},
	Bounds: []Bound{OneSignBound, CancelsBound},
	Want:   func(a *Args, _ int) Want { return wantDot(a.In[0], a.In[1], false) },
	Kinds:  weighted,
}

var dotLogRows = Operation{
	Name: "DotLogRows", Inputs: 2, Shape: Rows,
	Param: "cols", Params: expRowLengths, Few: fewExpRows, Bench: []int{8, 32, 100, 1000},
	AnyParam: sumLogRows.AnyParam, Cost: sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) { kernel.DotLogRows(isa, a.Dst, a.In[0], a.In[1], a.Param) },
	Spec:   func(a *Args) { generic.DotLogRows(a.Dst, a.In[0], a.In[1], a.Param) },
	Root:   func(a *Args) { sumlog.DotLogRows(a.Dst, a.In[0], a.In[1], a.Param) },
	On: func(r sumlog.Run, a *Args) error {
		return r.DotLogRows(a.Dst, a.In[0], a.In[1], a.Param)
	},
	Poll: sumLogRows.Poll,
	Want: func(a *Args, r int) Want {
		from, to := r*a.Param, (r+1)*a.Param
		return wantDot(a.In[0][from:to], a.In[1][from:to], false)
	},
	Kinds: weighted,
}

var entropy = Operation{
	Name: "Entropy", Inputs: 1, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { a.Dst[0] = kernel.Entropy(isa, a.In[0]) },
	Spec:   func(a *Args) { a.Dst[0] = generic.Entropy(a.In[0]) },
	Root:   func(a *Args) { a.Dst[0] = sumlog.Entropy(a.In[0]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.Entropy(a.In[0])
		return err
	},
	Bounds: []Bound{OneSignBound, CancelsBound},
	Want:   func(a *Args, _ int) Want { return wantDot(a.In[0], a.In[0], true) },
	Kinds:  factors,
}

// dotLogSum is compared by its sum and by what the rule of the second pass looks at.
var dotLogSum = Operation{
	Name: "DotLogSum", Inputs: 2, Shape: Accumulator,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		var s, all kernel.DotLogSum
		s.Add(isa, a.In[0], a.In[1])
		all.Merge(s)
		setDotState(a.Dst, all.Sum(), all.Magnitude(), all.Cancels())
	},
	Spec: func(a *Args) {
		var all generic.DotSum
		for i := 0; i < len(a.In[1]); i += generic.Block {
			end := min(len(a.In[1]), i+generic.Block)
			block := generic.DotOf(a.In[0][i:end], a.In[1][i:end])
			all.Merge(&block)
		}
		setDotState(a.Dst, all.Sum(), all.A, all.Cancels())
	},
	Bounds: []Bound{DotLogSumBound},
	Kinds:  weighted,
}

func setDotState(dst []float64, sum, magnitude float64, cancels bool) {
	flag := byte(0)
	if cancels {
		flag = 1
	}
	setState(dst, sum, magnitude, 0, flag)
}

// weighted are kinds of weights and elements.
var weighted = []Kind{
	Mixed,
	pairs("one sign", func(r *rand.Rand) (w, x float64) { return r.Float64(), r.Float64() }),
	pairs("two signs", func(r *rand.Rand) (w, x float64) {
		return r.Float64() - 0.5, 2 * r.Float64()
	}),
	pairs("near 1", func(r *rand.Rand) (w, x float64) {
		return r.Float64(), 1 + 1e-9*(r.Float64()-0.5)
	}),
	pairs("zeros", func(r *rand.Rand) (w, x float64) {
		return []float64{0, math.Copysign(0, -1), 1, 2}[r.IntN(4)], []float64{0.5, 1, 3, 0.25}[r.IntN(4)]
	}),
	pairs("0·ln 0", func(r *rand.Rand) (w, x float64) {
		if r.IntN(3) == 0 {
			return 0, []float64{0, -1, math.Inf(1), 2}[r.IntN(4)]
		}
		return r.Float64(), r.Float64()
	}),
	pairs("huge range", func(r *rand.Rand) (w, x float64) {
		return math.Exp2(400*r.Float64() - 400), math.Exp2(2000*r.Float64() - 1000)
	}),
	pairs("subnormal", func(r *rand.Rand) (w, x float64) {
		return r.Float64(), math.Float64frombits(r.Uint64()>>12 + 1)
	}),
	each("cancelling", func(r *rand.Rand, i int, before float64) float64 {
		// As weights 1 + ε of alternating sign; as elements in pairs.
		if i%2 == 1 {
			return -before
		}
		return 1 + 0x1p-30*r.Float64()
	}),
	{"cancelling triples", func(r *rand.Rand, inputs [][]float64) {
		// Of one weight, with ln m + ln n - ln mn: the errors of all tables show.
		w, x := inputs[0], inputs[1]
		for i := 0; i+2 < len(w); i += 3 {
			m, n := float64(2+r.IntN(1000)), float64(2+r.IntN(1000))
			w[i] = 0.5 + r.Float64()
			w[i+1], w[i+2] = w[i], -w[i]
			x[i], x[i+1], x[i+2] = m, n, m*n
		}
	}},
	{"cancelling pairs", func(r *rand.Rand, inputs [][]float64) {
		w, x := inputs[0], inputs[1]
		for i := range w {
			if i%2 == 0 {
				w[i], x[i] = r.Float64()-0.5, math.Exp(6*r.Float64()-3)
			} else {
				w[i], x[i] = -w[i-1], x[i-1]*(1+0x1p-40*r.Float64())
			}
		}
	}},
}

func wantDot(w, x []float64, negate bool) Want {
	var all generic.DotSum
	positive, negative := false, false
	sum, size := wide(0), wide(0)
	term, last := Want{}, -1
	for i, v := range x {
		if last < 0 || !Same(w[last], w[i]) || !Same(x[last], v) { // many kinds repeat one term
			term, last = wantXLogY(w[i], v), i
		}
		switch {
		case term.Exact == nil && term.Special == 0:
		case term.Exact == nil:
			all.Invalid = all.Invalid || math.IsNaN(term.Special)
			all.Positive = all.Positive || term.Special > 0
			all.Negative = all.Negative || term.Special < 0
		default:
			positive, negative = positive || term.Exact.Sign() > 0, negative || term.Exact.Sign() < 0
			sum.Add(sum, term.Exact)
			if term.Exact.Sign() < 0 {
				size.Sub(size, term.Exact)
			} else {
				size.Add(size, term.Exact)
			}
		}
	}
	sign := func(v float64) float64 {
		if negate {
			return 0 - v
		}
		return v
	}
	switch {
	case all.Invalid || all.Positive || all.Negative:
		return special(sign(all.Sum()))
	case !positive && !negative:
		return special(0)
	}
	bound := OneSignBound
	if positive && negative {
		bound.ULP = CancelsBound.ULP
		bound.Absolute, _ = size.Mul(size, big.NewFloat(CancelsBound.Absolute)).Float64()
	}
	// A product that is subnormal errs by a unit of its last place.
	bound.Absolute += float64(len(x)) * math.SmallestNonzeroFloat64
	if negate {
		sum.Neg(sum)
	}
	return Want{Exact: sum, Bound: bound}
}
