package operations

import (
	"sync/atomic"

	"sumlog"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// sumLogGroups has groups of any lengths up to twice the parameter, which is their mean. It is a
// row of Rows, with as many elements in all.
var sumLogGroups = Operation{
	Name: "SumLogGroups", Inputs: 1, Shape: Rows,
	Param: "mean", Params: []int{2, 3, 5, 8, 12, 18, 40, 150, 600, 5000},
	Few: []int{2, 5, 20, 40, 300}, Bench: []int{5, 20, 100},
	AnyParam: func(v uint64) int { return 2 + int(v%generic.Block) },
	Cost:     sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) {
		kernel.SumLogGroups(isa, a.Dst, a.In[0], offsetsOf(a))
	},
	Spec: func(a *Args) {
		for i := range a.Dst {
			a.Dst[i] = generic.SumLog(group(a, i))
		}
	},
	Root:  func(a *Args) { sumlog.SumLogGroups(a.Dst, a.In[0], offsetsOf(a)) },
	On:    func(r sumlog.Run, a *Args) error { return r.SumLogGroups(a.Dst, a.In[0], offsetsOf(a)) },
	Poll:  func(int) int { return 1 << 12 },
	Want:  func(a *Args, i int) Want { return wantSum(group(a, i)) },
	Kinds: factors,
}

func group(a *Args, i int) []float64 {
	offsets := offsetsOf(a)
	return a.In[0][offsets[i]:offsets[i+1]]
}

// Offsets returns the offsets of the groups that the arguments of SumLogGroups have.
func (a *Args) Offsets() []int { return offsetsOf(a) }

// groupOffsets are the offsets of n groups.
type groupOffsets struct {
	n, mean int
	list    []int
}

var lastOffsets atomic.Pointer[groupOffsets]

// offsetsOf returns the offsets of the groups. It keeps them for the next call, so that calls of
// the operation do not allocate.
func offsetsOf(a *Args) []int {
	n, mean := len(a.Dst), a.Param
	if last := lastOffsets.Load(); last != nil && last.n == n && last.mean == mean {
		return last.list
	}
	list := make([]int, 1, n+1)
	for i := range n {
		size := mean
		switch most := uint64(2*mean + 1); {
		case i%2 == 1: // both together are twice the mean
			size = i/2*2*mean + 2*mean - list[i]
		case i < n-1:
			size = int(uint64(i+1) * 0x9e3779b97f4a7c15 >> 20 % most)
		}
		list = append(list, list[i]+size)
	}
	lastOffsets.Store(&groupOffsets{n, mean, list})
	return list
}
