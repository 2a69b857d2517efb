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
	dead := make([]bool, len(a.Ops))
	for q, assign := range a.Ops {
		v := a.candidate(&assign)
		if v == ir.None || last[v] != q {
			continue
		}
		if a.Values[v].Mutable || a.Values[v].Location != ir.Register {
			continue
		}
		for p := q - 1; p >= 0; p-- {
			o := &a.Ops[p]
			if o.Dst == v {
				if !a.Clobbers(o, assign.Dst) {
					a.rename(p, q, v, assign.Dst)
					dead[q] = assign.Code == ir.Copy
				}
				break
			}
			if o.Branches() || o.Dst == assign.Dst || slices.Contains(o.Src, assign.Dst) {
				break
			}
		}
	}
	kept := a.Ops[:0]
	for i, o := range a.Ops {
		if !dead[i] {
			kept = append(kept, o)
		}
	}
	a.Ops = kept
}

// candidate is the value that turns into an operation's result: that which is copied to
// a variable, and what a fused operation of a load-store target begins with.
func (a *allocator) candidate(o *ir.Op) int {
	t, ok := a.Target.(ir.LoadStore)
	switch {
	case o.Code == ir.Copy:
		return o.Src[0]
	case !ok || t.Tied(o) == ir.None || !a.Values[o.Dst].Mutable || slices.Contains(o.Src, o.Dst):
		return ir.None
	}
	return o.Src[t.Tied(o)]
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
