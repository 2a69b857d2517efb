package regalloc

import (
	"cmp"
	"math"
	"slices"

	"sumlog/gen/ir"
)

// victim is the value whose register is wanted for r, of those that began before: a constant that
// was loaded before a loop, where instructions read memory, the one that costs least there; and
// else the value that is next used the furthest on (Belady, 1966).
func (a *allocator) victim(r *liveRange, before []*liveRange) int {
	here, at := &a.Ops[r.start/2], r.start/2+1
	active := slices.DeleteFunc(slices.Clone(before), func(other *liveRange) bool {
		v := a.Values[other.value]
		return other.end < r.start || v.Class != ir.Vector || v.Mutable && other.inner ||
			a.Clobbers(here, other.value)
	})
	if len(active) == 0 || a.Values[r.value].Class != ir.Vector {
		a.Failf("no register left at op %d, and nothing to spill", r.start/2)
	}
	return slices.MinFunc(active, func(x, y *liveRange) int {
		return cmp.Or(cmp.Compare(a.costInMemory(x.value, at), a.costInMemory(y.value, at)),
			cmp.Compare(a.nextTouch(y.value, at), a.nextTouch(x.value, at)))
	}).value
}

// costInMemory returns how much a constant loaded before a loop costs where it is read from
// memory instead: an operand in memory, and where that cannot be, an instruction more. What is
// in a loop within runs more often.
func (a *allocator) costInMemory(v, at int) (cost int) {
	stored := a.Values[v].Stored
	if a.loadStore || stored == ir.None || a.Values[stored].Location != ir.Pool ||
		a.beforeLoops(v, at) == at {
		return math.MaxInt
	}
	for i := range a.Ops {
		for k, s := range a.Ops[i].Src {
			if s != v {
				continue
			}
			weight := 1 << (3 * a.Ops[i].Depth)
			if !a.Target.Folds(&a.Ops[i], k) {
				weight *= 2
			}
			cost += weight
		}
	}
	return cost
}

// nextTouch is the first operation from at on that reads or writes v.
func (a *allocator) nextTouch(v, at int) int {
	i := slices.IndexFunc(a.Ops[at:], func(o ir.Op) bool { return o.Touches(v) })
	if i < 0 { // needed again by the next round of a loop only
		return len(a.Ops)
	}
	return at + i
}

// split takes the register from a value from operation at on, from a variable altogether. It
// is stored where it is made, and read from there afterwards: by the instruction itself, or
// into a register that serves for the rest of the basic block.
func (a *allocator) split(v, at int) {
	slot, variable := a.Values[v].Stored, a.Values[v].Mutable
	store := slot == ir.None
	if store {
		slot = a.NewValue(ir.Vector)
		a.Values[slot].Location = ir.Slot
		a.Values[v].Stored = slot
	}
	if at = a.beforeLoops(v, at); variable {
		at = 0
	}
	before := map[int][]ir.Op{}
	again := ir.None
	for i := range a.Ops {
		o := &a.Ops[i]
		if o.Branches() {
			again = ir.None
		}
		for k, s := range o.Src {
			switch {
			case s != v || i < at:
			case again == ir.None && !a.readsMemory(o) && a.Target.Folds(o, k):
				o.Replace(k, slot)
			default:
				if again == ir.None {
					load := a.reload(slot, o.Depth)
					again, before[i] = load.Dst, append(before[i], load)
				}
				o.Replace(k, again)
			}
		}
		if o.Dst == v && store {
			if variable {
				again, o.Dst = ir.None, a.NewValue(ir.Vector)
			}
			spill := ir.Op{Code: ir.Spill, Dst: ir.None, Src: []int{o.Dst, slot}, Depth: o.Depth}
			before[i+1] = append(before[i+1], spill)
		}
	}
	a.insert(before)
	if !a.IsRead(v, 0) { // the load of a constant that found no register in a loop
		a.Ops = slices.DeleteFunc(a.Ops, func(o ir.Op) bool { return o.Code == ir.Reload && o.Dst == v })
	}
}

// readsMemory reports whether an operand of o is in memory.
func (a *allocator) readsMemory(o *ir.Op) bool {
	return slices.ContainsFunc(o.Src, func(v int) bool { return a.Values[v].Location != ir.Register })
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
