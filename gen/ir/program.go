package ir

import (
	"fmt"
	"slices"
)

// Program is a kernel's operations and the values that they work on.
type Program struct {
	Name   string // of the kernel
	Target Target
	Ops    []Op
	Values []Value
	Slots  int // of the frame, once allocated

	Reserved int // vector registers, the last ones, that serve within operations
}

// Failf stops the generation of the kernel.
func (p *Program) Failf(format string, args ...any) {
	panic(fmt.Sprintf("gen: kernel %s: %s", p.Name, fmt.Sprintf(format, args...)))
}

// NewValue returns a new value of a class, or a vector where the target has no registers
// of that class.
func (p *Program) NewValue(c Class) int {
	if p.Target.Registers(c) == 0 {
		c = Vector
	}
	p.Values = append(p.Values, Value{Class: c, Reg: None, Stored: None})
	return len(p.Values) - 1
}

// Loop is the first and the last operation of a loop.
type Loop struct{ First, Last int }

// Contains reports whether operation i is in the loop, behind its beginning.
func (l Loop) Contains(i int) bool { return l.First < i && i <= l.Last }

// Loops returns the loops in the order in which they begin.
func (p *Program) Loops() (loops []Loop) {
	which := map[int]int{} // loop by label
	for i, o := range p.Ops {
		switch o.Code {
		case LoopBegin:
			which[o.Imm] = len(loops)
			loops = append(loops, Loop{i, i})
		case LoopEnd, LoopWhile:
			loops[which[o.Imm]].Last = i
		}
	}
	return loops
}

// BlockEnd is the last operation of i's basic block. A program ends with a branch.
func (p *Program) BlockEnd(i int) int {
	return i + slices.IndexFunc(p.Ops[i+1:], Op.Branches)
}

// IsRead reports whether an operation from i on reads value v.
func (p *Program) IsRead(v, i int) bool {
	return slices.ContainsFunc(p.Ops[i:], func(o Op) bool { return o.Reads(v) })
}
