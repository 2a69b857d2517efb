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
	var active []*liveRange
	taken := map[ir.Class][]bool{}
	for c := range ir.Classes {
		taken[c] = make([]bool, a.Target.Registers(c))
	}
	taken[ir.Vector] = taken[ir.Vector][a.Reserved:] // as many fewer
	for _, r := range a.liveRanges(ir.Register) {
		active = slices.DeleteFunc(active, func(other *liveRange) bool {
			over := other.end < r.start
			if over {
				v := a.Values[other.value]
				taken[v.Class][v.Reg] = false
			}
			return over
		})
		v := &a.Values[r.value]
		reg := a.choose(r, taken[v.Class])
		if reg == ir.None {
			a.split(a.victim(r, active), r.start/2+1)
			return true
		}
		v.Reg = reg
		taken[v.Class][reg] = true
		active = append(active, r)
	}
	return false
}

// choose prefers the register of an operand that the operation reads last: the
// instruction can then overwrite it. The last operand comes first, which is the
// addend of a fused multiply-add.
func (a *allocator) choose(r *liveRange, taken []bool) int {
	o := a.Ops[r.start/2]
	for i := len(o.Src) - 1; i >= 0; i-- {
		s := a.Values[o.Src[i]]
		same := s.Location == ir.Register && s.Class == a.Values[r.value].Class
		if same && s.Reg < len(taken) && !taken[s.Reg] {
			return s.Reg
		}
	}
	return slices.Index(taken, false)
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
