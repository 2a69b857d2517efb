package regalloc

import "sumlog/gen/ir"

// span is the operations for which a constant is in a register: those of a loop or of
// a basic block.
type span ir.Loop

// shareConstants loads each constant that an instruction wants in a register once: before
// the outermost loop whose every round reads it, and otherwise before the first operation
// of a basic block that does. Where registers run out it is the
// allocator that gives some of them up: a constant costs no store.
func (a *allocator) shareConstants() {
	loops := map[uint64][]span{} // before which a constant is loaded
	a.eachConstant(func(i, _, v int) {
		if s, ok := a.outermostLoop(i); ok {
			loops[a.Values[v].Bits] = append(loops[a.Values[v].Bits], s)
		}
	})
	type held struct {
		bits uint64
		last int // operation of the loop or block
	}
	loaded := map[held]int{}
	loads := map[int][]ir.Op{} // by the operation that they stand before
	a.eachConstant(func(i, k, v int) {
		bits := a.Values[v].Bits
		s := span{i, a.BlockEnd(i)}
		for _, l := range loops[bits] { // those around i lie in one another
			if l.First <= i && i <= l.Last && l.First < s.First {
				s = l
			}
		}
		r, ok := loaded[held{bits, s.Last}]
		if !ok {
			r = a.load(loads, s.First, v)
			loaded[held{bits, s.Last}] = r
		}
		a.Ops[i].Replace(k, r)
	})
	ops := make([]ir.Op, 0, len(a.Ops)+len(loads))
	for i, o := range a.Ops {
		ops = append(append(ops, loads[i]...), o)
	}
	a.Ops = ops
}

// eachConstant calls f for every operand that is a constant but has to be a register.
func (a *allocator) eachConstant(f func(op, src, value int)) {
	for i := range a.Ops {
		for k, v := range a.Ops[i].Src {
			if a.Values[v].Location == ir.Pool && !a.Target.Folds(&a.Ops[i], k) {
				f(i, k, v)
			}
		}
	}
}

// load records that constant v is loaded before an operation.
func (a *allocator) load(loads map[int][]ir.Op, before, v int) int {
	r := a.NewValue(ir.Vector)
	a.Values[r].Stored = v
	depth := a.Ops[before].Depth
	if a.Ops[before].Code == ir.LoopBegin {
		depth--
	}
	loads[before] = append(loads[before], ir.Op{Code: ir.Reload, Dst: r, Src: []int{v}, Depth: depth})
	return r
}

// outermostLoop returns the outermost loop each round of which comes to operation i.
func (a *allocator) outermostLoop(i int) (widest span, ok bool) {
	for _, l := range a.Loops() {
		if l.Contains(i) && !a.skips(l, i) && (!ok || l.First < widest.First) {
			widest, ok = span(l), true
		}
	}
	return widest, ok
}

// skips reports whether a branch within the loop leads past operation i. One out of
// the loop ends it.
func (a *allocator) skips(loop ir.Loop, i int) bool {
	for j := loop.First + 1; j < i; j++ {
		switch a.Ops[j].Code {
		case ir.JumpIfNone, ir.JumpIfAll, ir.JumpIfZero, ir.JumpIfUnder:
			if to := a.labelAt(a.Ops[j].Imm); i < to && to <= loop.Last {
				return true
			}
		}
	}
	return false
}

func (a *allocator) labelAt(label int) int {
	for i, o := range a.Ops {
		if o.Code == ir.Label && o.Imm == label {
			return i
		}
	}
	a.Failf("no label %d", label)
	return ir.None
}
