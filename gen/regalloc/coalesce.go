package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// coalesce computes the new value of a variable in the variable's own register
// where it can: v' := op(…); …; v = v' becomes v := op(…); …. It may when v' is
// used for nothing after the assignment, v for nothing from the computation on,
// and no control flow lies between.
func (a *allocator) coalesce() {
	for q := len(a.Ops) - 1; q >= 0; q-- {
		joins := func(v int) bool { return a.joins(v, q) }
		if slices.ContainsFunc(a.candidates(&a.Ops[q]), joins) && a.Ops[q].Code == ir.Copy {
			a.Ops = slices.Delete(a.Ops, q, q+1)
		}
	}
}

// candidates are the values that may turn into an operation's result: that which is copied to
// a variable, and those that a fused operation may begin with.
func (a *allocator) candidates(o *ir.Op) []int {
	switch {
	case o.Code == ir.Copy:
		return o.Src
	case o.Code != ir.MulAdd && o.Code != ir.MulSub || !a.Values[o.Dst].Mutable ||
		o.Reads(o.Dst):
		return nil
	case a.loadStore:
		return o.Src[2:]
	}
	return o.Src
}

// joins puts the result of q in the place of v, where it can: q reads v last.
func (a *allocator) joins(v, q int) bool {
	dst := a.Ops[q].Dst
	if a.Values[v].Mutable || a.Values[v].Location != ir.Register || a.IsRead(v, q+1) {
		return false
	}
	p := q - 1
	for ; a.Ops[p].Dst != v; p-- {
		if a.Ops[p].Branches() || a.Ops[p].Touches(dst) {
			return false
		}
	}
	if a.Clobbers(&a.Ops[p], dst) {
		return false
	}
	a.Ops[p].Dst = dst
	for i := p + 1; i <= q; i++ {
		for k, s := range a.Ops[i].Src {
			if s == v {
				a.Ops[i].Replace(k, dst)
			}
		}
	}
	return true
}
