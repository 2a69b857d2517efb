package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// sink moves an operation to just before the only one that reads its result, where its own
// operands are needed until then anyway: fewer values live at a time.
func (a *allocator) sink() {
	for i := len(a.Ops) - 1; i >= 0; i-- {
		if q := a.onlyReader(i); q > i+1 && a.needed(a.Ops[i].Src, i, q) {
			o := a.Ops[i]
			copy(a.Ops[i:], a.Ops[i+1:q])
			a.Ops[q-1] = o
		}
	}
}

// onlyReader is the operation in i's basic block that alone reads i's result, which
// comes from registers and is no variable.
func (a *allocator) onlyReader(i int) int {
	v := a.Ops[i].Dst
	if a.Ops[i].Code > ir.EqualInt || a.Values[v].Mutable {
		return ir.None
	}
	q := i + 1 + slices.IndexFunc(a.Ops[i+1:], func(o ir.Op) bool { return o.Reads(v) })
	if q > a.BlockEnd(i) || a.IsRead(v, q+1) {
		return ir.None
	}
	return q
}

// needed reports whether the values are the same from operation i to q, and read
// there or later.
func (a *allocator) needed(values []int, i, q int) bool {
	for _, v := range values {
		if a.Values[v].Location != ir.Register {
			continue
		}
		if a.Values[v].Mutable {
			if slices.ContainsFunc(a.Ops[i:q], func(o ir.Op) bool { return o.Dst == v }) {
				return false
			}
		} else if !a.IsRead(v, q) {
			return false
		}
	}
	return true
}
