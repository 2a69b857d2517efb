package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// fold leaves a constant in memory where the target's instruction takes it from
// there, which it does for one operand, and loads it right before the instruction
// otherwise.
func (a *allocator) fold() {
	ops := make([]ir.Op, 0, len(a.Ops))
	for _, o := range a.Ops {
		folded := false
		for i := len(o.Src) - 1; i >= 0; i-- {
			switch v := o.Src[i]; {
			case a.Values[v].Location == ir.Register:
			case !folded && a.Target.Folds(&o, i):
				folded = true
			default:
				ops = append(ops, a.reload(&o, v, i))
			}
		}
		ops = append(ops, o)
	}
	a.Ops = ops
}

// readsMemory reports whether an operand of o is in memory.
func (a *allocator) readsMemory(o *ir.Op) bool {
	return slices.ContainsFunc(o.Src, func(v int) bool { return a.Values[v].Location != ir.Register })
}

// reload makes operand i of o a register, loaded from v by the operation returned.
func (a *allocator) reload(o *ir.Op, v, i int) ir.Op {
	r := a.NewValue(ir.Vector)
	a.Values[r].Unspillable = true
	o.Replace(i, r)
	return ir.Op{Code: ir.Reload, Dst: r, Src: []int{v}, Depth: o.Depth}
}

// victim is the active value whose register is wanted for r: the one that is
// next used the furthest on (Belady, 1966).
func (a *allocator) victim(r *liveRange, active []*liveRange) int {
	here := &a.Ops[r.start/2]
	at := r.start/2 + 1
	best, distance := ir.None, -1
	for _, other := range active {
		v := a.Values[other.value]
		if v.Class != a.Values[r.value].Class || v.Class != ir.Vector || v.Unspillable {
			continue
		}
		if v.Mutable && other.inner || a.Clobbers(here, other.value) {
			continue
		}
		if d := a.nextTouch(other.value, at) - at; d > distance {
			best, distance = other.value, d
		}
	}
	if best == ir.None {
		a.Failf("no register left at op %d, and nothing to spill", r.start/2)
	}
	return best
}

func (a *allocator) nextTouch(v, at int) int {
	for i := at; i < len(a.Ops); i++ {
		if a.Ops[i].Dst == v || slices.Contains(a.Ops[i].Src, v) {
			return i
		}
	}
	return len(a.Ops) // needed again by the next round of a loop only
}

// split takes the register from a value from operation at on. It is stored where it
// is made, and read from there afterwards: by the instruction itself, or into a
// register that serves for the rest of the basic block.
func (a *allocator) split(v, at int) {
	if a.Values[v].Mutable {
		a.keepInMemory(v)
		return
	}
	slot := a.Values[v].Stored
	store := slot == ir.None
	if store {
		slot = a.newSlot()
		a.Values[v].Stored = slot
	}
	at = a.beforeLoops(v, at)
	ops := make([]ir.Op, 0, len(a.Ops)+4)
	again := ir.None
	for i, o := range a.Ops {
		if o.Branches() {
			again = ir.None
		}
		for k, s := range o.Src {
			switch {
			case s != v || i < at:
			case again != ir.None:
				o.Replace(k, again)
			case !a.readsMemory(&o) && a.Target.Folds(&o, k):
				o.Replace(k, slot)
			default:
				ops = append(ops, a.reload(&o, slot, k))
				again = o.Src[k]
				a.Values[again].Unspillable = false
				a.Values[again].Stored = slot
			}
		}
		ops = append(ops, o)
		if o.Dst == v && store {
			ops = append(ops, ir.Op{Code: ir.Spill, Dst: ir.None, Src: []int{v, slot}, Depth: o.Depth})
		}
	}
	a.Ops = ops
	a.dropUnread(v)
}

// dropUnread removes the load of a value that nothing reads any more: of a constant
// that found no register in a loop.
func (a *allocator) dropUnread(v int) {
	if !a.IsRead(v, 0) {
		a.Ops = slices.DeleteFunc(a.Ops, func(o ir.Op) bool { return o.Code == ir.Reload && o.Dst == v })
	}
}

// keepInMemory moves a variable to the frame altogether.
func (a *allocator) keepInMemory(v int) {
	slot := a.newSlot()
	ops := make([]ir.Op, 0, len(a.Ops)+4)
	for _, o := range a.Ops {
		for k, s := range o.Src {
			switch {
			case s != v:
			case !a.readsMemory(&o) && a.Target.Folds(&o, k):
				o.Replace(k, slot)
			default:
				ops = append(ops, a.reload(&o, slot, k))
			}
		}
		ops = append(ops, o)
		if o.Dst == v {
			made := a.NewValue(ir.Vector)
			a.Values[made].Unspillable = true
			ops[len(ops)-1].Dst = made
			ops = append(ops, ir.Op{Code: ir.Spill, Dst: ir.None, Src: []int{made, slot}, Depth: o.Depth})
		}
	}
	a.Ops = ops
}

func (a *allocator) newSlot() int {
	slot := a.NewValue(ir.Vector)
	a.Values[slot].Location, a.Values[slot].Slot = ir.Slot, ir.None
	return slot
}

// beforeLoops moves at to the beginning of the outermost loop around it that v
// comes from before: in its next round the loop would miss the register.
func (a *allocator) beforeLoops(v, at int) int {
	made := slices.IndexFunc(a.Ops, func(o ir.Op) bool { return o.Dst == v })
	for _, l := range a.Loops() {
		if l.Contains(at) && made < l.First {
			at = min(at, l.First)
		}
	}
	return at
}
