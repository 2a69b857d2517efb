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
	last := make([]int, len(a.Values)) // use of each value
	for i, o := range a.Ops {
		for _, s := range o.Src {
			last[s] = i
		}
	}
	for q := len(a.Ops) - 1; q >= 0; q-- {
		joins := func(v int) bool { return last[v] == q && a.joins(v, q) }
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
		slices.Contains(o.Src, o.Dst):
		return nil
	case a.loadStore:
		return o.Src[2:]
	}
	return o.Src
}

// joins puts the result of q in the place of v, which q reads last, where it can.
func (a *allocator) joins(v, q int) bool {
	dst := a.Ops[q].Dst
	if a.Values[v].Mutable || a.Values[v].Location != ir.Register {
		return false
	}
	for p := q - 1; p >= 0; p-- {
		o := &a.Ops[p]
		if o.Dst == v {
			if a.Clobbers(o, dst) {
				return false
			}
			a.rename(p, q, v, dst)
			return true
		}
		if o.Branches() || o.Dst == dst || slices.Contains(o.Src, dst) {
			return false
		}
	}
	return false
}

// rename puts variable v in the place of value old, computed at p and last used
// at q.
func (a *allocator) rename(p, q, old, v int) {
	a.Ops[p].Dst = v
	for i := p + 1; i <= q; i++ {
		for k, s := range a.Ops[i].Src {
			if s == old {
				a.Ops[i].Replace(k, v)
			}
		}
	}
}
