package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// loadConstants loads constants into registers: one that every round of a loop reads before the
// outermost such loop, and one that an instruction does not read from memory before the first
// operation of the basic block that wants it. The others stay in memory. Where registers run
// out, split gives loaded constants up again, which costs no store.
func (a *allocator) loadConstants() {
	loops := map[int][]ir.Loop{} // before which a constant is loaded
	for i, o := range a.Ops {
		for k, v := range o.Src {
			if l, ok := a.hoistLoop(i); ok && a.loads(&o, k) {
				loops[v] = append(loops[v], l)
			}
		}
	}
	type place struct{ constant, last int } // the last operation of a loop or block
	loaded := map[place]int{}
	before := map[int][]ir.Op{} // the loads, by the operation that they stand before
	for i := range a.Ops {
		o := &a.Ops[i]
		inMemory := false
		for k := len(o.Src) - 1; k >= 0; k-- {
			if !a.loads(o, k) {
				continue
			}
			v, at := o.Src[k], ir.Loop{First: i, Last: a.BlockEnd(i)}
			for _, l := range loops[v] { // those around i lie in one another
				if l.First <= i && i <= l.Last && l.First < at.First {
					at = l
				}
			}
			if at.First == i && !inMemory && a.Target.Folds(o, k) {
				inMemory = true
				continue
			}
			r, ok := loaded[place{v, at.Last}]
			if !ok {
				depth := a.Ops[at.First].Depth
				if a.Ops[at.First].Code == ir.LoopBegin {
					depth--
				}
				load := a.reload(v, depth)
				r, loaded[place{v, at.Last}] = load.Dst, load.Dst
				before[at.First] = append(before[at.First], load)
			}
			o.Replace(k, r)
		}
	}
	a.insert(before)
}

// reload returns the operation that loads what is stored into a new value.
func (a *allocator) reload(stored, depth int) ir.Op {
	r := a.NewValue(ir.Vector)
	a.Values[r].Stored = stored
	return ir.Op{Code: ir.Reload, Dst: r, Src: []int{stored}, Depth: depth}
}

// insert puts operations before others, by the index of these.
func (a *allocator) insert(before map[int][]ir.Op) {
	var ops []ir.Op
	for i, o := range a.Ops {
		ops = append(append(ops, before[i]...), o)
	}
	a.Ops = ops
}

// loads reports whether operand k of o is a constant that a register may hold. An operand that
// a load-store target takes from memory goes to the result's register, for which it needs no
// other.
func (a *allocator) loads(o *ir.Op, k int) bool {
	return a.Values[o.Src[k]].Location == ir.Pool && !(a.loadStore && a.Target.Folds(o, k))
}

// hoistLoop returns the outermost loop each round of which comes to operation i: no branch
// within it leads past i. One out of the loop ends it.
func (a *allocator) hoistLoop(i int) (ir.Loop, bool) {
	for _, l := range a.Loops() { // outer ones first
		skips := func(o ir.Op) bool {
			isEnd := func(other ir.Op) bool { return other.Code == ir.Label && other.Imm == o.Imm }
			return o.Branches() && slices.ContainsFunc(a.Ops[i:l.Last+1], isEnd)
		}
		if l.Contains(i) && !slices.ContainsFunc(a.Ops[l.First:i], skips) {
			return l, true
		}
	}
	return ir.Loop{}, false
}
