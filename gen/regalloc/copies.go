package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// What is done here is for load-store targets: they have registers enough for all
// vectors of a group only if no value lives longer than it has to, and an operation
// that begins with an operand's copy is the cheaper the fewer of them there are.

// propagateCopies removes the assignments to a variable that another one in the same basic
// block follows: what reads the variable between reads the assigned value itself.
func (a *allocator) propagateCopies() {
	a.Ops = slices.Clone(a.Ops)
	for q := 0; q < len(a.Ops); q++ {
		o := a.Ops[q]
		if o.Code != ir.Copy || !a.Values[o.Dst].Mutable {
			continue
		}
		if from := a.Values[o.Src[0]]; from.Mutable || from.Location != ir.Register {
			continue
		}
		next := a.assignedAgain(q)
		if next == ir.None || !a.neverInPlace(q) {
			continue
		}
		for i := q + 1; i <= next; i++ {
			for k, s := range a.Ops[i].Src {
				if s == o.Dst {
					a.Ops[i].Replace(k, o.Src[0])
				}
			}
		}
		a.Ops = slices.Delete(a.Ops, q, q+1)
		q--
	}
}

// neverInPlace reports whether what q assigns was made by an operation that reads q's
// variable to its end.
func (a *allocator) neverInPlace(q int) bool {
	made := slices.IndexFunc(a.Ops, func(o ir.Op) bool { return o.Dst == a.Ops[q].Src[0] })
	return a.Clobbers(&a.Ops[made], a.Ops[q].Dst)
}

// assignedAgain is the next operation in q's basic block that has q's result.
func (a *allocator) assignedAgain(q int) int {
	for i := q + 1; i < len(a.Ops) && !a.Ops[i].Branches(); i++ {
		if a.Ops[i].Dst == a.Ops[q].Dst {
			return i
		}
	}
	return ir.None
}

// sink moves an operation to just before the only one that reads its result, where
// its own operands are needed until then anyway.
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
	reader := ir.None
	for q := i + 1; q < len(a.Ops); q++ {
		if slices.Contains(a.Ops[q].Src, v) {
			if reader != ir.None || q > a.BlockEnd(i) {
				return ir.None
			}
			reader = q
		}
	}
	return reader
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
