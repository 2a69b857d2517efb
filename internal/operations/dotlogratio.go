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

// The bounds of weighted sums of logarithms of ratios. The absolute part of the first is for the
// sum of the terms without signs, the second one's for Σ p·ln(p/q) - p + q and EntropyRest of
// the former.
var (
	RatioBound           = Bound{ULP: 0.6, Absolute: 0x1p-58}
	RelativeEntropyBound = Bound{ULP: 0.6, Absolute: 0x1p-54}
)

// EntropyRest is 2^-41, rounded down.
const EntropyRest = 4.5e-13

var dotLogRatio = Operation{
	Name: "DotLogRatio", Inputs: 3, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		a.Dst[0] = kernel.DotLogRatio(isa, a.In[0], a.In[1], a.In[2])
	},
	Spec: func(a *Args) { a.Dst[0] = generic.DotLogRatio(a.In[0], a.In[1], a.In[2]) },
	Root: func(a *Args) { a.Dst[0] = sumlog.DotLogRatio(a.In[0], a.In[1], a.In[2]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.DotLogRatio(a.In[0], a.In[1], a.In[2])
		return err
	},
	Bounds: []Bound{RatioBound},
	Want:   func(a *Args, _ int) Want { return wantRatio(a.In[0], a.In[1], a.In[2], false) },
	Kinds:  ratios,
}

var relativeEntropy = Operation{
	Name: "RelativeEntropy", Inputs: 2, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { a.Dst[0] = kernel.RelativeEntropy(isa, a.In[0], a.In[1]) },
	Spec:   func(a *Args) { a.Dst[0] = generic.RelativeEntropy(a.In[0], a.In[1]) },
	Root:   func(a *Args) { a.Dst[0] = sumlog.RelativeEntropy(a.In[0], a.In[1]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.RelativeEntropy(a.In[0], a.In[1])
		return err
	},
	Bounds: []Bound{RelativeEntropyBound},
	Want:   func(a *Args, _ int) Want { return wantRatio(a.In[0], a.In[0], a.In[1], true) },
	Kinds:  ratios,
}

// ratios are kinds of inputs of which the last two are to be divided; the first are weights.
var ratios = []Kind{
	Mixed,
	ratioKind("uniform", func(r *rand.Rand) (w, x, y float64) {
		return r.Float64(), r.Float64(), r.Float64()
	}),
	ratioKind("near each other", func(r *rand.Rand) (w, x, y float64) {
		x = 0.1 + r.Float64()
		return r.Float64() - 0.5, x, x * (1 + math.Exp2(-50*r.Float64()))
	}),
	ratioKind("apart", func(r *rand.Rand) (w, x, y float64) {
		return r.Float64(), math.Exp2(1000*r.Float64() - 500), math.Exp2(1000*r.Float64() - 500)
	}),
	ratioKind("beyond the fast path", func(r *rand.Rand) (w, x, y float64) {
		return r.Float64(), math.Exp2(2090*r.Float64() - 1070), math.Exp2(2090*r.Float64() - 1070)
	}),
	ratioKind("at the bounds", func(r *rand.Rand) (w, x, y float64) {
		some := []float64{0x1p-500, math.Nextafter(0x1p-500, 0), 0x1p500, math.Nextafter(0x1p500, 0), 1}
		return 1, some[r.IntN(5)], some[r.IntN(5)]
	}),
	ratioKind("zeros", func(r *rand.Rand) (w, x, y float64) {
		if r.IntN(3) == 0 {
			return 0, 0, float64(r.IntN(2))
		}
		return r.Float64(), r.Float64(), r.Float64()
	}),
}

// ratioKind is a kind of two or three inputs, whose elements are drawn together.
func ratioKind(name string, draw func(r *rand.Rand) (w, x, y float64)) Kind {
	return Kind{name, func(r *rand.Rand, inputs [][]float64) {
		last := len(inputs) - 1
		for i := range inputs[0] {
			w, x, y := draw(r)
			inputs[0][i] = w
			inputs[last-1][i], inputs[last][i] = x, y
		}
	}}
}

func wantRatio(w, x, y []float64, entropy bool) Want {
	var all generic.DotSum
	sum, size, divergence := wide(0), wide(0), wide(0)
	positive, negative := false, false
	term, last := Want{}, -1
	for i, weight := range w {
		if last < 0 || !Same(w[last], weight) || !Same(x[last], x[i]) || !Same(y[last], y[i]) {
			term, last = wantRatioTerm(weight, x[i], y[i]), i
		}
		if term.Exact == nil {
			all.Invalid = all.Invalid || math.IsNaN(term.Special)
			all.Positive = all.Positive || term.Special > 0
			all.Negative = all.Negative || term.Special < 0
			continue
		}
		sum.Add(sum, term.Exact)
		divergence.Add(divergence, term.Exact)
		divergence.Add(divergence, wide(0).Sub(big.NewFloat(y[i]), big.NewFloat(x[i])))
		size.Add(size, wide(0).Abs(term.Exact))
		positive, negative = positive || term.Exact.Sign() > 0, negative || term.Exact.Sign() < 0
	}
	switch {
	case all.Invalid || all.Positive || all.Negative:
		return special(all.Sum())
	case !positive && !negative:
		return special(0)
	}
	magnitude, _ := size.Float64()
	if math.IsInf(magnitude, 0) {
		return Want{Exact: sum, Bound: Bound{ULP: magnitude}} // not promised
	}
	bound := Bound{ULP: RatioBound.ULP}
	switch {
	case entropy:
		d, _ := divergence.Float64()
		bound.Absolute = RelativeEntropyBound.Absolute * (d + EntropyRest*magnitude)
	case positive && negative:
		bound.Absolute = RatioBound.Absolute * magnitude
	}
	bound.Absolute += float64(len(x)) * math.SmallestNonzeroFloat64
	return Want{Exact: sum, Bound: bound}
}

func wide(x float64) *big.Float { return new(big.Float).SetPrec(320).SetFloat64(x) }

// wantRatioTerm is a term w·ln(x/y), exact where it is a finite number other than 0.
func wantRatioTerm(w, x, y float64) Want {
	finite := x > 0 && y > 0 && x <= math.MaxFloat64 && y <= math.MaxFloat64
	switch {
	case math.IsNaN(w) || math.IsNaN(x) || math.IsNaN(y):
		return special(math.NaN())
	case w == 0 || x == y && finite && !math.IsInf(w, 0):
		return special(0)
	case x < 0 || y < 0 || x == y && !(finite && !math.IsInf(w, 0)):
		return special(math.NaN())
	case x == 0 || math.IsInf(y, 1):
		return special(w * math.Inf(-1))
	case y == 0 || math.IsInf(x, 1):
		return special(w * math.Inf(1))
	case math.IsInf(w, 0) && x < y:
		return special(-w)
	case math.IsInf(w, 0):
		return special(w)
	}
	return Want{Exact: wide(0).Mul(exact.LogRatio(x, y), big.NewFloat(w))}
}
