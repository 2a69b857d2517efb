package build

import (
	"fmt"
	"math"
	"slices"

	"sumlog/gen/ir"
)

// Target is an instruction set as a kernel sees it.
type Target interface {
	ir.Target
	Lanes() int            // 64-bit lanes of a vector
	Has(code ir.Code) bool // whether it has an operation that some targets lack
	// Lookup is the entry of a table of eight at the low three bits of each lane.
	Lookup(m *Machine, name string, table []uint64, i int) int
}

// The types of a kernel's values. A float or integer vector has 64-bit lanes.
type (
	F struct{ ids []int } // floats: a group of vectors, or one where all are the same
	I struct{ ids []int } // integers, likewise
	M struct{ ids []int } // lanes chosen by a comparison
	P struct{ id int }    // a pointer
	N struct{ id int }    // a count
)

// None reports whether a is no value at all: the zero F.
func (a F) None() bool { return len(a.ids) == 0 }

// Machine records one kernel.
type Machine struct {
	*ir.Program
	target   Target
	kernel   *Kernel
	group    int  // vectors a value is recorded for
	scalar   bool // loads and stores move one lane
	tailMask M    // the lanes that loads and stores touch; the zero M: all
	depth    int  // loops around what is being recorded
	labels   int

	pool map[any]int    // constants by their bits, tables by their names
	once map[string]int // the results of Once, by its arguments
}

// Record runs the kernel's body and returns its operations.
func Record(k *Kernel, t Target) *ir.Program {
	m := &Machine{
		Program: &ir.Program{Name: k.Name, Target: t},
		target:  t, kernel: k, group: k.Group, pool: map[any]int{}, once: map[string]int{},
	}
	if k.Lanes != 0 {
		m.group = max(1, k.Lanes/t.Lanes())
	}
	k.Body(m)
	m.effect(ir.Return, 0)
	return m.Program
}

// Emit records an operation of a target's own and returns its result, a vector.
func (m *Machine) Emit(c ir.Code, imm int, src ...int) int {
	dst := m.NewValue(ir.Vector)
	m.op(c, dst, imm, src...)
	return dst
}

// Once is Emit where the first operand may be a variable and no other one. Where the same operation
// has been recorded since the last branch or label, and on no variable, its result serves again.
func (m *Machine) Once(c ir.Code, imm int, src ...int) int {
	key := fmt.Sprint(c, imm, src)
	if _, ok := m.once[key]; !ok || m.Values[src[0]].Mutable {
		m.once[key] = m.Emit(c, imm, src...)
	}
	return m.once[key]
}

func (m *Machine) emit(o ir.Op) {
	if o.Branches() {
		clear(m.once)
	}
	o.Depth = m.depth
	m.Ops = append(m.Ops, o)
}

// op records an operation with the result dst, effect one without a result.
func (m *Machine) op(c ir.Code, dst, imm int, src ...int) {
	m.emit(ir.Op{Code: c, Dst: dst, Imm: imm, Src: src})
}

func (m *Machine) effect(c ir.Code, imm int, src ...int) { m.op(c, ir.None, imm, src...) }

// variable returns a new value that is assigned more than once.
func (m *Machine) variable(c ir.Class) int {
	id := m.NewValue(c)
	m.Values[id].Mutable = true
	return id
}

// vector is vector k of a group, all of which may be the same.
func vector(ids []int, k int) int { return ids[min(k, len(ids)-1)] }

// each records an operation for every vector of the group, or once where all
// operands are the same for every vector. An operation on nothing is nothing.
func (m *Machine) each(c ir.Code, imm int, args ...[]int) []int {
	n := 1
	for _, ids := range args {
		if len(ids) == 0 {
			return nil
		}
		n = max(n, len(ids))
	}
	class := ir.Vector
	switch c {
	case ir.Less, ir.Equal, ir.LessInt, ir.EqualInt, ir.And, ir.Or, ir.NotPositive:
		class = ir.Mask
	}
	dst := make([]int, n)
	for k := range dst {
		src := make([]int, len(args))
		for i, ids := range args {
			src[i] = vector(ids, k)
		}
		dst[k] = m.NewValue(class)
		m.op(c, dst[k], imm, src...)
	}
	return dst
}

// combine reduces the vectors or masks of a group to one.
func (m *Machine) combine(c ir.Code, ids []int) []int {
	all := ids[:1]
	for other := range slices.Chunk(ids[1:], 1) {
		all = m.each(c, 0, all, other)
	}
	return all
}

// Constant is an integer, the same in every lane, for a target's own operations.
func (m *Machine) Constant(bits uint64) int { return m.stored(bits, ir.Value{Bits: bits}) }

// Table is a table of that name in memory, for a target's own operations.
func (m *Machine) Table(name string, words []uint64) int {
	return m.stored(name, ir.Value{Name: name, Table: words})
}

// stored is a value in read-only memory, once for each key.
func (m *Machine) stored(key any, v ir.Value) int {
	id, ok := m.pool[key]
	if !ok {
		id = m.NewValue(ir.Vector)
		v.Location, v.Reg, v.Stored = ir.Pool, ir.None, ir.None
		m.Values[id], m.pool[key] = v, id
	}
	return id
}

// Const is a float, the same in every lane.
func (m *Machine) Const(c float64) F { return m.Value(m.Constant(math.Float64bits(c))) }

// Reg is a constant in a register of its own, for what takes no other.
func (m *Machine) Reg(c F) F { return F{m.each(ir.Copy, 0, c.ids)} }

// Int is an integer, the same in every lane.
func (m *Machine) Int(c uint64) I { return I{[]int{m.Constant(c)}} }

// Var is a variable, which Assign changes: F itself then has the new value.
func (m *Machine) Var(initial F) F {
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.variable(ir.Vector)
		m.op(ir.Copy, ids[k], 0, vector(initial.ids, k))
	}
	return F{ids}
}

// UniformVar is a variable that has the same value for every vector of the group.
func (m *Machine) UniformVar(initial F) (v F) {
	m.WithVectors(1, func() { v = m.Var(initial) })
	return v
}

// Assign gives a variable a new value.
func (m *Machine) Assign(v, value F) {
	for k, id := range v.ids {
		if !m.Values[id].Mutable {
			m.Failf("assignment to a value that is no variable")
		}
		m.op(ir.Copy, id, 0, vector(value.ids, k))
	}
}

// Accumulate sets v to f of it and of each vector of n. Where v has fewer vectors than n, as a
// UniformVar has, each takes several: on load-store targets, which have many vectors a group, two
// at a time, so that v waits for half as many operations.
func (m *Machine) Accumulate(v F, f func(a, b I) I, n I) {
	k, several := 0, 1
	if _, ok := m.target.(ir.LoadStore); ok && len(v.ids) == 1 {
		several = 2
	}
	for ids := range slices.Chunk(n.ids, several) {
		next := I{ids[:1]}
		if len(ids) == 2 {
			next = f(next, I{ids[1:]})
		}
		one := F{[]int{v.ids[k%len(v.ids)]}}
		m.Assign(one, m.Float(f(m.Bits(one), next)))
		k++
	}
}

// Commentf leaves a comment in the assembly.
func (m *Machine) Commentf(format string, args ...any) {
	m.emit(ir.Op{Code: ir.Comment, Dst: ir.None, Text: fmt.Sprintf(format, args...)})
}

// Value is the float vector that Emit returned.
func (m *Machine) Value(id int) F { return F{[]int{id}} }
