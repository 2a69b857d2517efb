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

// instruction is an operation of a program with its predicate, if it has one.
type instruction struct {
	ir.Op
	predicate
}

// instructions are the program's operations. With AVX-512 one that a Merge, a Masked or an And
// alone reads is joined with it: that is one instruction. Registers are allocated already.
func (p *emitter) instructions() (list []instruction) {
	reads := map[int]int{}
	for _, o := range p.Ops {
		for _, v := range o.Src {
			reads[v]++
		}
	}
	for _, o := range p.Ops {
		next := instruction{Op: o}
		for _, way := range joinings[o.Code] {
			i := writer(list, o.Src[way.value])
			if !p.target.broadcasts || i < 0 || reads[o.Src[way.value]] != 1 ||
				list[i].predicate != (predicate{}) || !slices.Contains(way.with, list[i].Code) ||
				!p.keeps(list[i:], &o, way.old) {
				continue
			}
			next = instruction{list[i].Op, predicate{o.Src[way.mask], way.zero}}
			next.Dst = o.Dst
			list = slices.Delete(list, i, i+1)
			if way.old != ir.None {
				old := ir.Op{Code: ir.Copy, Dst: o.Dst, Src: []int{o.Src[way.old]}}
				list = append(list, instruction{Op: old})
			}
			break
		}
		list = append(list, next)
	}
	return list
}

// writer is the instruction in the last basic block of a list that computes a value, or -1.
func writer(list []instruction, v int) int {
	for i := len(list) - 1; i >= 0 && !list[i].Branches(); i-- {
		if list[i].Dst == v {
			return i
		}
	}
	return -1
}

// keeps reports whether the first of the instructions before o may take its place: its operands are
// still where they were, and a copy of operand old, where one is needed, does not destroy them.
func (p *emitter) keeps(before []instruction, o *ir.Op, old int) bool {
	copies := old != ir.None && !p.shares(o.Src[old], o.Dst)
	for _, s := range before[0].Src {
		if copies && p.shares(s, o.Dst) {
			return false
		}
		for _, other := range before[1:] {
			stored := other.Code == ir.Spill && p.shares(other.Src[1], s)
			if stored || other.Dst != ir.None && p.shares(other.Dst, s) {
				return false
			}
		}
	}
	return true
}

// shares reports whether two values are in the same register or slot.
func (p *emitter) shares(a, b int) bool {
	v, w := p.Values[a], p.Values[b]
	return v.Location == w.Location && v.Location != ir.Pool &&
		v.Class == w.Class && v.Reg == w.Reg && v.Slot == w.Slot
}
