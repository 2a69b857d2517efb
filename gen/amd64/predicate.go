package amd64

import (
	"slices"

	"sumlog/gen/ir"
)

// predicate is what a mask register does to an instruction: the lanes that are not set keep what
// the result's register has, or become 0.
type predicate struct {
	mask int
	zero bool
}

// joining is how an operation joins with the one that computes an operand of it: by the operand
// that is the mask, the one that is joined, and the one that the other lanes keep, or None. The
// instructions of the operations in with take a mask.
type joining struct {
	mask, value, old int
	zero             bool
	with             []ir.Code
}

var arithmetic, comparisons = []ir.Code{ir.Add, ir.Sub, ir.Mul}, []ir.Code{ir.Less, ir.Equal}

// joinings lists the ways, the better ones first.
var joinings = map[ir.Code][]joining{
	ir.Merge:  {{mask: 0, value: 1, old: 2, with: arithmetic}},
	ir.Masked: {{mask: 0, value: 1, old: ir.None, zero: true, with: arithmetic}},
	ir.And: {
		{mask: 0, value: 1, old: ir.None, with: comparisons},
		{mask: 1, value: 0, old: ir.None, with: comparisons},
	},
}

// predicate joins operations with the Merge, the Masked or the And that alone reads their
// results: with AVX-512 that is one instruction. Registers are allocated already.
func (p *emitter) predicate() {
	p.predicates = map[int]predicate{}
	if !p.target.broadcasts {
		return
	}
	reads := map[int]int{}
	for _, o := range p.Ops {
		for _, v := range o.Src {
			reads[v]++
		}
	}
	joined := map[int]bool{}  // operations that a later one takes the place of
	into := map[int][]ir.Op{} // what takes the place of an operation, by its index
	masks := map[int]predicate{}
	for j, o := range p.Ops {
		for _, way := range joinings[o.Code] {
			i := p.writer(o.Src[way.value], j)
			if i < 0 || joined[i] || reads[o.Src[way.value]] != 1 ||
				!slices.Contains(way.with, p.Ops[i].Code) || !p.keeps(i, j, way.old) {
				continue
			}
			if way.old != ir.None {
				into[j] = []ir.Op{{Code: ir.Copy, Dst: o.Dst, Src: []int{o.Src[way.old]}}}
			}
			one := p.Ops[i]
			one.Dst = o.Dst
			joined[i], into[j] = true, append(into[j], one)
			masks[j] = predicate{o.Src[way.mask], way.zero}
			break
		}
	}
	var ops []ir.Op
	for j, o := range p.Ops {
		switch {
		case joined[j]:
		case into[j] == nil:
			ops = append(ops, o)
		default:
			ops = append(ops, into[j]...)
			p.predicates[len(ops)-1] = masks[j]
		}
	}
	p.Ops = ops
}

// writer is the operation in j's basic block that computes a value which j reads, or -1.
func (p *emitter) writer(v, j int) int {
	for i := j - 1; i >= 0 && !p.Ops[i].Branches(); i-- {
		if p.Ops[i].Dst == v {
			return i
		}
	}
	return -1
}

// keeps reports whether operation i may take the place of j: its operands are still where they
// were, and a copy of operand old, where one is needed, does not destroy them.
func (p *emitter) keeps(i, j, old int) bool {
	copies := old != ir.None && !p.shares(p.Ops[j].Src[old], p.Ops[j].Dst)
	for _, s := range p.Ops[i].Src {
		if copies && p.shares(s, p.Ops[j].Dst) {
			return false
		}
		for _, o := range p.Ops[i+1 : j] {
			stored := o.Code == ir.Spill && p.shares(o.Src[1], s)
			if stored || o.Dst != ir.None && p.shares(o.Dst, s) {
				return false
			}
		}
	}
	return true
}

// shares reports whether two values are in the same register or slot.
func (p *emitter) shares(a, b int) bool {
	v, w := p.Values[a], p.Values[b]
	switch {
	case v.Location != w.Location || v.Class != w.Class || v.Location == ir.Pool:
		return false
	case v.Location == ir.Slot:
		return v.Slot == w.Slot
	}
	return v.Reg == w.Reg
}
