package build

import (
	"fmt"
	"math"

	"sumlog/gen/ir"
	"sumlog/gen/names"
)

// Target is an instruction set as a kernel sees it.
type Target interface {
	ir.Target
	Lanes() int                      // 64-bit lanes of a vector
	Lookup(*Machine, Table, int) int // the entry at the low three bits of each lane
}

// Table is eight floats to look up, and what they are called.
type Table struct {
	Name    string
	Entries *[8]float64
}

// Machine records one kernel.
type Machine struct {
	*ir.Program
	target   Target
	kernel   *Kernel
	group    int   // vectors a value is recorded for
	scalar   bool  // loads and stores move one lane
	tailMask []int // masks of the group's lanes that loads and stores touch; nil: all
	depth    int   // loops around what is being recorded
	labels   int

	pool   map[uint64]int // constants
	tables map[string]int
}

// Record runs the kernel's body and returns its operations.
func Record(k *Kernel, t Target) *ir.Program {
	m := &Machine{
		Program: &ir.Program{Name: k.Name, Target: t},
		target:  t, kernel: k, group: k.Group, pool: map[uint64]int{}, tables: map[string]int{},
	}
	if k.Lanes != 0 {
		m.group = max(1, k.Lanes/t.Lanes())
	}
	k.Body(m)
	m.emit(ir.Op{Code: ir.Return, Dst: ir.None})
	return m.Program
}

// Emit records an operation of a target's own and returns its result, a vector.
func (m *Machine) Emit(o ir.Op) int {
	o.Dst = m.NewValue(ir.Vector)
	m.emit(o)
	return o.Dst
}

func (m *Machine) emit(o ir.Op) {
	o.Depth = m.depth
	m.Ops = append(m.Ops, o)
}

// variable returns a new value that is assigned more than once.
func (m *Machine) variable(c ir.Class) int {
	id := m.NewValue(c)
	m.Values[id].Mutable = true
	return id
}

// each records an operation for every vector of the group, or once where all
// operands are the same for every vector. An operation on nothing is nothing.
func (m *Machine) each(o ir.Op, c ir.Class, args ...[]int) []int {
	n := 1
	for _, ids := range args {
		if len(ids) == 0 {
			return nil
		}
		n = max(n, len(ids))
	}
	dst := make([]int, n)
	for k := range dst {
		op := o
		op.Src = make([]int, len(args))
		for i, ids := range args {
			op.Src[i] = ids[min(k, len(ids)-1)]
		}
		dst[k] = m.NewValue(c)
		op.Dst = dst[k]
		m.emit(op)
	}
	return dst
}

func (m *Machine) constant(bits uint64) []int {
	id, ok := m.pool[bits]
	if !ok {
		id = m.NewValue(ir.Vector)
		m.Values[id].Location, m.Values[id].Bits = ir.Pool, bits
		m.pool[bits] = id
	}
	return []int{id}
}

// Constant is an integer, the same in every lane, for a target's own operations.
func (m *Machine) Constant(bits uint64) int { return m.constant(bits)[0] }

// Table is a table of that name in memory, for a target's own operations.
func (m *Machine) Table(name string, words []uint64) int {
	id, ok := m.tables[name]
	if !ok {
		id = m.NewValue(ir.Vector)
		m.Values[id].Location, m.Values[id].Table, m.Values[id].Name = ir.Pool, words, name
		m.tables[name] = id
	}
	return id
}

// Const is a float, the same in every lane.
func (m *Machine) Const(c float64) F { return F{m.constant(math.Float64bits(c))} }

// Reg is a constant in a register of its own, for what takes no other.
func (m *Machine) Reg(c F) F { return F{m.each(ir.Op{Code: ir.Copy}, ir.Vector, c.ids)} }

// Int is an integer, the same in every lane.
func (m *Machine) Int(c uint64) I { return I{m.constant(c)} }

func (m *Machine) Add(a, b F) F { return F{m.each(ir.Op{Code: ir.Add}, ir.Vector, a.ids, b.ids)} }
func (m *Machine) Sub(a, b F) F { return F{m.each(ir.Op{Code: ir.Sub}, ir.Vector, a.ids, b.ids)} }
func (m *Machine) Mul(a, b F) F { return F{m.each(ir.Op{Code: ir.Mul}, ir.Vector, a.ids, b.ids)} }
func (m *Machine) Div(a, b F) F { return F{m.each(ir.Op{Code: ir.Div}, ir.Vector, a.ids, b.ids)} }

// MulAdd is a·b + c, rounded once.
func (m *Machine) MulAdd(a, b, c F) F {
	return F{m.each(ir.Op{Code: ir.MulAdd}, ir.Vector, a.ids, b.ids, c.ids)}
}

// MulSub is a·b - c, rounded once.
func (m *Machine) MulSub(a, b, c F) F {
	return F{m.each(ir.Op{Code: ir.MulSub}, ir.Vector, a.ids, b.ids, c.ids)}
}

// AddAs adds vectors of elements of any type that has an addition, Add to
// AddInt32 or AddInt.
func (m *Machine) AddAs(c ir.Code, a, b F) F {
	return F{m.each(ir.Op{Code: c}, ir.Vector, a.ids, b.ids)}
}

// Less is a < b.
func (m *Machine) Less(a, b F) M { return M{m.each(ir.Op{Code: ir.Less}, ir.Mask, a.ids, b.ids)} }

// Equal is a = b.
func (m *Machine) Equal(a, b F) M { return M{m.each(ir.Op{Code: ir.Equal}, ir.Mask, a.ids, b.ids)} }

func (m *Machine) And(a, b M) M { return M{m.each(ir.Op{Code: ir.And}, ir.Mask, a.ids, b.ids)} }

func (m *Machine) Or(a, b M) M { return M{m.each(ir.Op{Code: ir.Or}, ir.Mask, a.ids, b.ids)} }

// Merge is a where set, b elsewhere.
func (m *Machine) Merge(set M, a, b F) F {
	return F{m.each(ir.Op{Code: ir.Merge}, ir.Vector, set.ids, a.ids, b.ids)}
}

// Masked is a where set, +0 elsewhere.
func (m *Machine) Masked(set M, a F) F {
	return F{m.each(ir.Op{Code: ir.Masked}, ir.Vector, set.ids, a.ids)}
}

func (m *Machine) AddInt(a, b I) I { return I{m.each(ir.Op{Code: ir.AddInt}, ir.Vector, a.ids, b.ids)} }
func (m *Machine) SubInt(a, b I) I { return I{m.each(ir.Op{Code: ir.SubInt}, ir.Vector, a.ids, b.ids)} }
func (m *Machine) AndInt(a, b I) I { return I{m.each(ir.Op{Code: ir.AndInt}, ir.Vector, a.ids, b.ids)} }
func (m *Machine) OrInt(a, b I) I  { return I{m.each(ir.Op{Code: ir.OrInt}, ir.Vector, a.ids, b.ids)} }

func (m *Machine) ShiftAllLeft(a I, n int) I {
	return I{m.each(ir.Op{Code: ir.ShiftAllLeft, Imm: n}, ir.Vector, a.ids)}
}

// ShiftAllRight fills with zeros.
func (m *Machine) ShiftAllRight(a I, n int) I {
	return I{m.each(ir.Op{Code: ir.ShiftAllRight, Imm: n}, ir.Vector, a.ids)}
}

// MinInt32 compares each half of a lane by itself, signed.
func (m *Machine) MinInt32(a, b I) I {
	return I{m.each(ir.Op{Code: ir.MinInt32}, ir.Vector, a.ids, b.ids)}
}

// MaxUint32 compares each half of a lane by itself, unsigned.
func (m *Machine) MaxUint32(a, b I) I {
	return I{m.each(ir.Op{Code: ir.MaxUint32}, ir.Vector, a.ids, b.ids)}
}

// LessInt is a < b, signed.
func (m *Machine) LessInt(a, b I) M { return M{m.each(ir.Op{Code: ir.LessInt}, ir.Mask, a.ids, b.ids)} }

// EqualInt is a = b.
func (m *Machine) EqualInt(a, b I) M {
	return M{m.each(ir.Op{Code: ir.EqualInt}, ir.Mask, a.ids, b.ids)}
}

// MaxOfGroup is the MaxUint32 of the vectors of a group, one vector.
func (m *Machine) MaxOfGroup(a I) I {
	max := I{a.ids[:1]}
	for _, id := range a.ids[1:] {
		max = m.MaxUint32(max, I{[]int{id}})
	}
	return max
}

// MinOfGroup is the MinInt32 of the vectors of a group, one vector.
func (m *Machine) MinOfGroup(a I) I {
	min := I{a.ids[:1]}
	for _, id := range a.ids[1:] {
		min = m.MinInt32(min, I{[]int{id}})
	}
	return min
}

// Width is how many lanes a vector has.
func (m *Machine) Width() int { return m.target.Lanes() }

// GetLo and GetHi are the first and the second half of the vectors of a value.
func (m *Machine) GetLo(a F) F { return F{a.ids[:m.half(a)]} }
func (m *Machine) GetHi(a F) F { return F{a.ids[m.half(a):]} }

func (m *Machine) half(a F) int {
	n := len(a.ids)
	if n%2 != 0 {
		m.Failf("half of %d vectors", n)
	}
	return n / 2
}

// Interleave takes two vectors of several rows each, a row 2·half lanes, and returns the
// lower halves of all these rows in one vector and the upper halves in another:
// those of a, then those of b, except that rows of two lanes alternate: a's first, b's
// first, a's second.
func (m *Machine) Interleave(a, b F, half int) (low, high F) {
	return F{m.each(ir.Op{Code: ir.InterleaveLo, Imm: half}, ir.Vector, a.ids, b.ids)},
		F{m.each(ir.Op{Code: ir.InterleaveHi, Imm: half}, ir.Vector, a.ids, b.ids)}
}

// Bits is the bit pattern of a, Float the float of a bit pattern: no operation.
func (m *Machine) Bits(a F) I  { return I(a) }
func (m *Machine) Float(a I) F { return F(a) }

// Lookup is table[i&7].
func (m *Machine) Lookup(table *[8]float64, i I) F {
	name, ok := names.OfTable(table)
	if !ok {
		m.Failf("table %v has no name: give it one in gen/names", *table)
	}
	ids := make([]int, len(i.ids))
	for k, id := range i.ids {
		ids[k] = m.target.Lookup(m, Table{name, table}, id)
	}
	return F{ids}
}

// Var is a variable, which Assign changes: F itself then has the new value.
func (m *Machine) Var(initial F) F {
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.variable(ir.Vector)
		m.emit(ir.Op{Code: ir.Copy, Dst: ids[k], Src: []int{initial.ids[min(k, len(initial.ids)-1)]}})
	}
	return F{ids}
}

// UniformVar is a variable that has the same value for every vector of the group.
func (m *Machine) UniformVar(initial F) F {
	g := m.group
	m.group = 1
	defer func() { m.group = g }()
	return m.Var(initial)
}

// Assign gives a variable a new value.
func (m *Machine) Assign(v, value F) {
	for k, id := range v.ids {
		if !m.Values[id].Mutable {
			m.Failf("assignment to a value that is no variable")
		}
		m.emit(ir.Op{Code: ir.Copy, Dst: id, Src: []int{value.ids[min(k, len(value.ids)-1)]}})
	}
}

// Notef leaves a comment in the assembly.
func (m *Machine) Notef(format string, args ...any) {
	m.emit(ir.Op{Code: ir.Note, Dst: ir.None, Text: fmt.Sprintf(format, args...)})
}

// Words is the entries' bits.
func (t Table) Words() (words []uint64) {
	for _, c := range t.Entries {
		words = append(words, math.Float64bits(c))
	}
	return words
}

// Value is the float vector that Emit returned.
func (m *Machine) Value(id int) F { return F{[]int{id}} }
