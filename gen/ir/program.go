// Package ir is the program of a kernel: a list of operations on values without number.
// Package build records one, package regalloc gives its values registers, and a target
// (packages amd64 and arm64) prints it as assembly.
package ir

import (
	"fmt"
	"slices"
)

// Class is the kind of register that a value lives in.
type Class uint8

// The classes.
const (
	Vector Class = iota
	Mask
	General
	Classes // how many there are
)

// Location says where a value is to be found.
type Location uint8

// The locations.
const (
	Register Location = iota
	Pool              // a constant in read-only memory: every lane alike, or a table
	Slot              // a slot of the stack frame, one vector wide
)

// Value is what is known of one vector, mask, pointer or count.
type Value struct {
	Class    Class
	Location Location
	Bits     uint64   // of a Pool value
	Table    []uint64 // of one whose lanes differ,
	Name     string   // and what it is called
	Slot     int      // of a Slot value
	Reg      int      // of a Register value, once allocated
	Mutable  bool     // assigned more than once
	Stored   int      // the Pool or Slot value that holds the same, or None: the allocator's
}

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
