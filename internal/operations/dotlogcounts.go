package operations

import (
	"math"
	"sync"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// dotLogCounts makes its counts of the bits of its first input.
var dotLogCounts = Operation{
	Name: "DotLogCounts", Inputs: 2, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		withCounts(a, func(n []int64) { a.Dst[0] = kernel.DotLogCounts(isa, n, a.In[1]) })
	},
	Spec: func(a *Args) {
		withCounts(a, func(n []int64) { a.Dst[0] = generic.DotLogCounts(n, a.In[1]) })
	},
	Root: func(a *Args) {
		withCounts(a, func(n []int64) { a.Dst[0] = sumlog.DotLogCounts(n, a.In[1]) })
	},
	On: func(r sumlog.Run, a *Args) (err error) {
		withCounts(a, func(n []int64) { a.Dst[0], err = r.DotLogCounts(n, a.In[1]) })
		return err
	},
	Bounds: []Bound{SumBound},
	Want: func(a *Args, _ int) (want Want) {
		withCounts(a, func(n []int64) { want = WantCounts(n, a.In[1]) })
		return want
	},
	Kinds: factors,
}

// countWidths are how many bits counts have.
var countWidths = [8]int{0, 1, 1, 2, 3, 5, 8, 20}

// countOf is a count that depends on the bits of v alone.
func countOf(v float64) int64 {
	z := math.Float64bits(v) * 0x9e3779b97f4a7c15
	return int64(z >> 20 & (1<<countWidths[z>>61] - 1))
}

var countsPool = sync.Pool{New: func() any { return new([]int64) }}

// withCounts calls f with the counts, without allocating each time.
func withCounts(a *Args, f func(n []int64)) {
	list := countsPool.Get().(*[]int64)
	*list = (*list)[:0]
	for _, v := range a.In[0] {
		*list = append(*list, countOf(v))
	}
	f(*list)
	countsPool.Put(list)
}

// WantCounts is what Σ n[j]·ln x[j] has to be.
func WantCounts(n []int64, x []float64) Want {
	var deciding []float64
	var weights, factors []float64
	all := 0.0
	for j, v := range x {
		switch {
		case math.IsNaN(v) || n[j] > 0 && (v <= 0 || math.IsInf(v, 1)):
			deciding = append(deciding, v)
		case n[j] > 0:
			weights, factors = append(weights, float64(n[j])), append(factors, v)
			all += float64(n[j])
		}
	}
	switch {
	case len(deciding) > 0:
		return wantSum(deciding)
	case len(factors) == 0:
		return wantSum(nil)
	}
	bound := Bound{SumBound.ULP, all * SumBound.Absolute}
	return Want{Exact: exact.DotLog(weights, factors), Bound: bound}
}
