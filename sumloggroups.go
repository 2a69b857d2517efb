package sumlog

import (
	"sort"

	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// SumLogGroups sets dst[i] = Σ ln x[j], j from offsets[i] to offsets[i+1]-1: sums of groups of any
// lengths that lie one after the other, as in the CSR format. The groups of NumPy's
// add.reduceat(x, at) are those of the offsets at and, behind them, len(x); a group that is empty
// gives 0 here.
//
// Error bound, special values and bits are those of [kernel.SumLogGroups].
//
// It panics where len(offsets) is not len(dst)+1, offsets decrease, the first is negative or the
// last beyond len(x), or dst overlaps x.
func SumLogGroups(dst, x []float64, offsets []int) {
	isa := dispatch.ISA()
	if n := groupsWork(offsets); n >= 0 && small(n, cost.Group.Of(isa)) {
		kernel.SumLogGroups(isa, dst, x, offsets)
		return
	}
	_ = Run{}.SumLogGroups(dst, x, offsets)
}

// SumLogGroups is the function [SumLogGroups]. A worker polls the context at least every 131 072
// elements and every 4096 groups. Progress counts groups.
func (r Run) SumLogGroups(dst, x []float64, offsets []int) error {
	const op = "sumlog: SumLogGroups"
	longest := check.Groups(op, dst, x, offsets)
	isa := r.isa()
	n, ns := groupsWork(offsets), cost.Group.Of(isa)
	if r.inline(n, ns) {
		err := r.ready(op)
		if err == nil {
			kernel.SumLogGroups(isa, dst, x, offsets)
		}
		return err
	}
	if longest > longGroup {
		if err := r.sumLongGroups(dst, x, offsets); err != nil {
			return err
		}
	}
	t := groupsTasks.get()
	*t = groupsTask{isa, dst, x, offsets, longest > longGroup}
	err := r.share(0, n, n, len(dst)).do(op, work(n, ns, 1, 1<<16), t)
	groupsTasks.put(t)
	return err
}

// Groups are shared by their work: each counts as its elements and groupCost more, and begins at
// a position of its own. Workers share the positions.
const (
	groupCost = 16
	// longGroup is the most elements that one worker sums. All workers share a longer group.
	longGroup = 1 << 16
)

// groupsWork is the number of positions.
func groupsWork(offsets []int) int {
	n := len(offsets) - 1
	if n <= 0 {
		return n
	}
	return offsets[n] - offsets[0] + groupCost*n
}

func (r Run) sumLongGroups(dst, x []float64, offsets []int) error {
	if dispatch.ProgressOf(r.context()) != nil {
		r = r.Progress(func(int64, int64) {}) // groups are counted later
	}
	for i := range dst {
		if group := x[offsets[i]:offsets[i+1]]; len(group) > longGroup {
			sum, err := r.SumLog(group)
			if err != nil {
				return err
			}
			dst[i] = sum
		}
	}
	return nil
}

// groupsTask sums groups, except long ones where they have been summed before.
type groupsTask struct {
	isa      kernel.ISA
	dst, x   []float64
	offsets  []int
	skipLong bool
}

var groupsTasks tasks[groupsTask]

// Do sums the groups that begin at the positions from lo to hi-1.
func (t *groupsTask) Do(lo, hi int) {
	from, to := t.groupAt(lo), t.groupAt(hi)
	if t.skipLong {
		for i := from; i < to; i++ {
			if t.offsets[i+1]-t.offsets[i] > longGroup {
				t.sum(from, i)
				from = i + 1
			}
		}
	}
	t.sum(from, to)
}

func (t *groupsTask) sum(from, to int) {
	kernel.SumLogGroups(t.isa, t.dst[from:to], t.x, t.offsets[from:to+1])
}

// groupAt returns the first group that begins at a position or behind it.
func (t *groupsTask) groupAt(position int) int {
	return sort.Search(len(t.dst), func(i int) bool {
		return t.offsets[i]-t.offsets[0]+groupCost*i >= position
	})
}
