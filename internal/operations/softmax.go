package operations

import (
	"math"
	"math/big"
	"slices"
	"sync/atomic"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// SoftmaxBound is the bound of an exponential divided by a sum of exponentials. Its logarithm has
// the bounds of the sum's.
var SoftmaxBound = Bound{ULP: 0.65}

var softmax = Operation{
	Name: "Softmax", Inputs: 1, Shape: RowResults,
	Param: "cols", Params: expRowLengths, Few: fewExpRows, Bench: []int{8, 32, 100, 1000},
	AnyParam: sumLogRows.AnyParam, Cost: sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) { kernel.Softmax(isa, a.Dst, a.In[0], a.Param) },
	Spec:   func(a *Args) { generic.Softmax(a.Dst, a.In[0], a.Param) },
	Root:   func(a *Args) { sumlog.Softmax(a.Dst, a.In[0], a.Param) },
	On:     func(r sumlog.Run, a *Args) error { return r.Softmax(a.Dst, a.In[0], a.Param) },
	Poll:   pollOfRows,
	Golden: []int{1, 2, 3, 8, 17, 100, 1000, 5000},
	Bounds: []Bound{SoftmaxBound},
	Want:   wantSoftmax,
	Kinds:  exponents,
}

var logSoftmax = Operation{
	Name: "LogSoftmax", Inputs: 1, Shape: RowResults,
	Param: "cols", Params: expRowLengths, Few: fewExpRows, Bench: []int{8, 32, 100, 1000},
	AnyParam: sumLogRows.AnyParam, Cost: sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogSoftmax(isa, a.Dst, a.In[0], a.Param) },
	Spec:   func(a *Args) { generic.LogSoftmax(a.Dst, a.In[0], a.Param) },
	Root:   func(a *Args) { sumlog.LogSoftmax(a.Dst, a.In[0], a.Param) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogSoftmax(a.Dst, a.In[0], a.Param) },
	Poll:   pollOfRows,
	Golden: []int{1, 2, 3, 8, 17, 100, 1000, 5000},
	Bounds: []Bound{LargeLogSumExpBound, LogSumExpBound},
	Want:   wantLogSoftmax,
	Kinds:  exponents,
}

// pollOfRows is how many results whole rows of up to 65 536 elements have, or one row.
func pollOfRows(cols int) int { return max(1, 1<<16/cols) * cols }

// finiteRow returns the row of result j without -Inf. ok is false where the logarithm of the
// result is special.
func finiteRow(a *Args, j int) (finite []float64, log float64, ok bool) {
	row := row(a, j/a.Param)
	m := generic.Largest(row)
	finite = make([]float64, 0, len(row))
	for _, v := range row {
		if math.IsNaN(v) {
			return nil, v, false
		}
		if v >= -math.MaxFloat64 {
			finite = append(finite, v)
		}
	}
	if x := a.In[0][j]; math.IsInf(m, 0) || math.IsInf(x, 0) {
		return nil, x - m, false
	}
	return finite, 0, true
}

// exactRow is a row, the logarithm of its sum, and the probability of an element.
type exactRow struct {
	x    []float64
	log  *big.Float
	v    float64
	prob *big.Float // of v; nil before the first
}

var lastRow atomic.Pointer[exactRow]

// exactRowOf returns the row with the logarithm of its sum, which it keeps for the row's next
// element.
func exactRowOf(x []float64) *exactRow {
	last := lastRow.Load()
	if last == nil || !slices.Equal(last.x, x) {
		last = &exactRow{x: x, log: exact.LogSumExp(x)}
		lastRow.Store(last)
	}
	return last
}

// minus returns v less the logarithm of the row's sum.
func (r *exactRow) minus(v float64) *big.Float {
	return new(big.Float).Sub(new(big.Float).SetPrec(r.log.Prec()).SetFloat64(v), r.log)
}

func wantLogSoftmax(a *Args, j int) Want {
	row, log, ok := finiteRow(a, j)
	switch {
	case !ok:
		return special(log)
	case len(row) == 1:
		return special(0)
	}
	want, bound := exactRowOf(row).minus(a.In[0][j]), LogSumExpBound
	if f, _ := want.Float64(); math.Abs(f) >= 0.125 {
		bound = LargeLogSumExpBound
	}
	return Want{Exact: want, Bound: bound}
}

func wantSoftmax(a *Args, j int) Want {
	row, log, ok := finiteRow(a, j)
	switch {
	case !ok:
		return special(math.Exp(log))
	case len(row) == 1:
		return special(1)
	}
	exactly, v := exactRowOf(row), a.In[0][j]
	if exactly.prob == nil || exactly.v != v { // rows often repeat an element
		want := exactly.minus(v)
		if f, _ := want.Float64(); f < -800 {
			return special(0)
		}
		exactly = &exactRow{exactly.x, exactly.log, v, exact.ExpOf(want)}
		lastRow.Store(exactly)
	}
	return Want{Exact: exactly.prob, Bound: SoftmaxBound}
}
