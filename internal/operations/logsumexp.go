package operations

import (
	"encoding/binary"
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The bounds of the logarithm of a sum of exponentials: the first one from 1/8 on.
var (
	LargeLogSumExpBound = Bound{ULP: 1}
	LogSumExpBound      = Bound{ULP: 0.6, Absolute: 0x1p-56}
)

var logSumExp = Operation{
	Name: "LogSumExp", Inputs: 1, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { a.Dst[0] = kernel.LogSumExp(isa, a.In[0]) },
	Spec:   func(a *Args) { a.Dst[0] = generic.LogSumExp(a.In[0]) },
	Root:   func(a *Args) { a.Dst[0] = sumlog.LogSumExp(a.In[0]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.LogSumExp(a.In[0])
		return err
	},
	Bounds: []Bound{LargeLogSumExpBound, LogSumExpBound},
	Want:   func(a *Args, _ int) Want { return wantLogSumExp(a.In[0]) },
	Kinds:  exponents,
}

// expSum is compared by its whole state, for the reason of product.
var expSum = Operation{
	Name: "ExpSum", Inputs: 1, Shape: Accumulator,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		var s kernel.ExpSum
		s.Add(isa, a.In[0])
		var space [64]byte
		b, err := s.AppendBinary(space[:0])
		if err != nil {
			panic(err)
		}
		number := func(at int) float64 { return math.Float64frombits(binary.BigEndian.Uint64(b[at:])) }
		setExpState(a.Dst, &generic.ExpSum{
			M: number(2), S: number(10), E: number(18), Invalid: b[1] != 0,
		})
	},
	Spec: func(a *Args) {
		all := generic.ExpSumOf(a.In[0])
		setExpState(a.Dst, &all)
	},
	Kinds: exponents,
}

var logSumExpRows = Operation{
	Name: "LogSumExpRows", Inputs: 1, Shape: Rows,
	Param: "cols", Params: expRowLengths, Few: fewExpRows, Bench: []int{8, 32, 100, 1000},
	AnyParam: sumLogRows.AnyParam, Cost: sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogSumExpRows(isa, a.Dst, a.In[0], a.Param) },
	Spec:   func(a *Args) { generic.LogSumExpRows(a.Dst, a.In[0], a.Param) },
	Root:   func(a *Args) { sumlog.LogSumExpRows(a.Dst, a.In[0], a.Param) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogSumExpRows(a.Dst, a.In[0], a.Param) },
	Poll:   sumLogRows.Poll,
	Want:   func(a *Args, r int) Want { return wantLogSumExp(row(a, r)) },
	Kinds:  exponents,
}

var (
	expRowLengths = []int{1, 2, 3, 5, 8, 13, 16, 17, 31, 33, 100, 255, 256, 257, 300, 513, 1000, 5000}
	// The last one is small: the race detector, which sees what is plain Go for each row, forgets
	// the first accesses of more.
	fewExpRows = []int{3, 17, 100, 300, 1}
)

func setExpState(dst []float64, s *generic.ExpSum) {
	dst[0], dst[1], dst[2], dst[3] = s.E, s.S, s.M, 0
	if s.Invalid {
		dst[3] = 1
	}
}

// exponents are kinds of arguments of exponentials that are added. Blocks of the last ones have
// units of their own.
var exponents = []Kind{
	Mixed,
	each("log-likelihoods", simple(func(r *rand.Rand) float64 { return -50 * r.Float64() })),
	each("two signs", simple(func(r *rand.Rand) float64 { return 20*r.Float64() - 10 })),
	each("any", simple(func(r *rand.Rand) float64 { return 3000 * (r.Float64() - 0.5) })),
	each("large", simple(func(r *rand.Rand) float64 { return 1e9 + 40*r.Float64() })),
	each("tiny", simple(func(r *rand.Rand) float64 {
		return math.Copysign(math.Exp2(-1074*r.Float64()), r.Float64()-0.5)
	})),
	each("equal", func(r *rand.Rand, i int, before float64) float64 {
		if i > 0 {
			return before
		}
		return 10*r.Float64() - 5
	}),
	each("-Inf", simple(func(r *rand.Rand) float64 {
		return []float64{math.Inf(-1), -1, math.Inf(-1), -2.5, -800, -1e300}[r.IntN(6)]
	})),
	each("wide", simple(func(r *rand.Rand) float64 { return 0x1p45 + 0x1p-6*float64(r.IntN(1000)) })),
	each("at 2^30", simple(func(r *rand.Rand) float64 { return 0x1p30 + 4*(r.Float64()-0.9) })),
	each("at 2^40", func(r *rand.Rand, i int, _ float64) float64 {
		return math.Copysign(0x1p40, float64(i/8192%2*2)-1) + 5*(r.Float64()-0.8)
	}),
	each("wide or not", func(r *rand.Rand, i int, _ float64) float64 {
		return []float64{0, 1e13, -1e13, 1e300, math.Inf(-1)}[i/4096%5] - r.Float64()
	}),
}

func wantLogSumExp(x []float64) Want {
	finite := make([]float64, 0, len(x))
	infinite := false
	for _, v := range x {
		switch {
		case math.IsNaN(v):
			return special(v)
		case v > math.MaxFloat64:
			infinite = true
		case v >= -math.MaxFloat64:
			finite = append(finite, v)
		}
	}
	switch {
	case infinite:
		return special(math.Inf(1))
	case len(finite) == 0:
		return special(math.Inf(-1))
	}
	sum, bound := exact.LogSumExp(finite), LogSumExpBound
	if f, _ := sum.Float64(); math.Abs(f) >= 0.125 {
		bound = LargeLogSumExpBound
	}
	return Want{Exact: sum, Bound: bound}
}
