// Package regalloc gives the values of a program registers, and slots of the stack frame
// where these do not suffice.
package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// allocator is a program on its way.
type allocator struct {
	*ir.Program
	loadStore bool
}

// Allocate gives every value of p a register, by a linear scan over the live ranges
// (Poletto and Sarkar, 1999). Where they do not suffice it moves the value that is
// not needed for the longest time to the stack frame, and begins again. It returns p.
//
// README.md has what each of its passes saves.
func Allocate(p *ir.Program) *ir.Program {
	_, loadStore := p.Target.(ir.LoadStore)
	a := &allocator{p, loadStore}
	a.sink()
	a.coalesce()
	a.loadConstants()
	for a.scan() {
	}
	a.assignSlots()
	return p
}

// scan allocates registers. It returns true where it had to change the program.
func (a *allocator) scan() (changed bool) {
	var ends [ir.Classes][]int // the position until which each register is needed
	for c := range ends {
		ends[c] = make([]int, a.Target.Registers(ir.Class(c)))
	}
	ends[ir.Vector] = ends[ir.Vector][a.Reserved:] // as many fewer
	ranges := a.liveRanges(ir.Register)
	for i, r := range ranges {
		v := &a.Values[r.value]
		v.Reg = a.choose(r, ends[v.Class])
		if v.Reg == ir.None {
			a.split(a.victim(r, ranges[:i]), r.start/2+1)
			return true
		}
		ends[v.Class][v.Reg] = r.end
	}
	return false
}

// choose returns a register of those that are no longer needed, or None. It prefers the one of an
// operand that the operation reads last: the instruction can then overwrite it. The last operand
// comes first, which is the addend of a fused multiply-add.
func (a *allocator) choose(r *liveRange, ends []int) int {
	for _, v := range slices.Backward(a.Ops[r.start/2].Src) {
		s := a.Values[v]
		same := s.Location == ir.Register && s.Class == a.Values[r.value].Class
		if same && ends[s.Reg] < r.start {
			return s.Reg
		}
	}
	return slices.IndexFunc(ends, func(end int) bool { return end < r.start })
}

// assignSlots shares the frame's slots among spilled values that are never needed
// at the same time.
func (a *allocator) assignSlots() {
	var ends []int // the position until which each slot is needed
	for _, r := range a.liveRanges(ir.Slot) {
		slot := slices.IndexFunc(ends, func(end int) bool { return end < r.start })
		if slot == -1 {
			slot = len(ends)
			ends = append(ends, 0)
		}
		ends[slot] = r.end
		a.Values[r.value].Slot = slot
	}
	a.Slots = len(ends)
}
