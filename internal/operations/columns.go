package operations

import (
	"sumlog"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// sumLogColumns has as many columns as results, and no more in a row of x. It is a row of Rows: a
// column has as many elements as the parameter says. The last of Few is small: the race detector,
// which sees each element that is copied, forgets the first ones of more.
var sumLogColumns = Operation{
	Name: "SumLogColumns", Inputs: 1, Shape: Rows,
	Param: "rows", Params: []int{2, 3, 8, 9, 33, 64, 65, 100, 300, 513, 1025, 4096, 4097, 10_000},
	Few: []int{2, 40, 70, 300, 1000, 5}, Bench: []int{8, 1000, 4096},
	AnyParam: func(v uint64) int { return 2 + int(v%(3*generic.Block)) },
	Cost:     sumLogRows.Cost,
	Kernel:   func(isa kernel.ISA, a *Args) { kernel.SumLogColumns(isa, a.Dst, a.In[0], len(a.Dst)) },
	Spec: func(a *Args) {
		for c := range a.Dst {
			a.Dst[c] = generic.SumLog(column(a, c))
		}
	},
	Root: func(a *Args) { sumlog.SumLogColumns(a.Dst, a.In[0], len(a.Dst)) },
	On: func(r sumlog.Run, a *Args) error {
		return r.SumLogColumns(a.Dst, a.In[0], len(a.Dst))
	},
	Poll:  func(rows int) int { return max(8, 1<<17/rows) },
	Want:  func(a *Args, c int) Want { return wantSum(column(a, c)) },
	Kinds: factors,
}

func column(a *Args, c int) (list []float64) {
	for i := c; i < len(a.In[0]); i += len(a.Dst) {
		list = append(list, a.In[0][i])
	}
	return list
}
