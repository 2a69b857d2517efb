package machine

import (
	"fmt"
	"math"
	"slices"
)

// Target is an instruction set as the recorder and the allocator see it.
type Target interface {
	Lanes() int                            // 64-bit lanes of a vector
	Registers(Class) int                   // how many registers a class has; 0: the class is Vector's
	Lookup(*Machine, *[8]float64, int) int // the table's entry at the low three bits of each lane
	Folds(op *Op, src int) bool            // may that operand be in memory?
}

// Kernel is a function to be generated.
type Kernel struct {
	Name   string   // of the Go function that the assembly implements
	Doc    []string // the stub's comment: the loop that it replaces
	Params []string // in order
	Counts []string // those of them that are an int; the others are a *float64
	Group  int      // vectors that a value stands for,
	Lanes  int      // or lanes, where the result depends on them
	Body   func(*Machine)
}

// Machine records one kernel.
type Machine struct {
	target Target
	kernel *Kernel
	group  int   // vectors a value is recorded for
	single bool  // loads and stores move one lane
	part   []int // masks of the group's lanes that loads and stores touch; nil: all
	depth  int   // loops around what is being recorded

	Ops    []Op
	Values []Value
	Labels int
	Slots  int // of the frame, once allocated

	pool map[uint64]int
}

// Record runs the kernel's body and returns its operations with registers
// allocated.
func Record(k *Kernel, t Target) *Machine {
	m := &Machine{target: t, kernel: k, group: k.Group, pool: map[uint64]int{}}
	if k.Lanes != 0 {
		m.group = max(1, k.Lanes/t.Lanes())
	}
	k.Body(m)
	m.emit(Op{Code: Return, Dst: None})
	if _, ok := t.(LoadStore); ok {
		m.forward()
		m.sink()
		m.coalesce() // twice: what an operation begins with joins its variable then
	}
	m.coalesce()
	m.allocate()
	return m
}

// Failf stops the generation of the kernel.
func (m *Machine) Failf(format string, args ...any) {
	panic(fmt.Sprintf("gen: kernel %s: %s", m.kernel.Name, fmt.Sprintf(format, args...)))
}

// Emit records an operation of a target's own and returns its result, a vector.
func (m *Machine) Emit(o Op) int {
	o.Dst = m.newValue(Vector)
	m.emit(o)
	return o.Dst
}

func (m *Machine) emit(o Op) {
	o.depth = m.depth
	m.Ops = append(m.Ops, o)
}

func (m *Machine) newValue(c Class) int {
	if m.target.Registers(c) == 0 {
		c = Vector
	}
	m.Values = append(m.Values, Value{Class: c, Reg: None, stored: None})
	return len(m.Values) - 1
}

// each records an operation for every vector of the group, or once where all
// operands are the same for every vector. An operation on nothing is nothing.
func (m *Machine) each(o Op, c Class, args ...[]int) []int {
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
		dst[k] = m.newValue(c)
		op.Dst = dst[k]
		m.emit(op)
	}
	return dst
}

func (m *Machine) constant(bits uint64) []int {
	id, ok := m.pool[bits]
	if !ok {
		id = m.newValue(Vector)
		m.Values[id].Home, m.Values[id].Bits = Pool, bits
		m.pool[bits] = id
	}
	return []int{id}
}

// Constant is an integer, the same in every lane, for a target's own operations.
func (m *Machine) Constant(bits uint64) int { return m.constant(bits)[0] }

// Const is a float, the same in every lane.
func (m *Machine) Const(c float64) F { return F{m.constant(math.Float64bits(c))} }

// Reg is a constant in a register of its own, for what takes no other.
func (m *Machine) Reg(c F) F { return F{m.each(Op{Code: Copy}, Vector, c.ids)} }

// Int is an integer, the same in every lane.
func (m *Machine) Int(c uint64) I { return I{m.constant(c)} }

func (m *Machine) Add(a, b F) F { return F{m.each(Op{Code: Add}, Vector, a.ids, b.ids)} }
func (m *Machine) Sub(a, b F) F { return F{m.each(Op{Code: Sub}, Vector, a.ids, b.ids)} }
func (m *Machine) Mul(a, b F) F { return F{m.each(Op{Code: Mul}, Vector, a.ids, b.ids)} }
func (m *Machine) Div(a, b F) F { return F{m.each(Op{Code: Div}, Vector, a.ids, b.ids)} }

// FMA is a·b + c, rounded once.
func (m *Machine) FMA(a, b, c F) F {
	return F{m.each(Op{Code: FMA}, Vector, a.ids, b.ids, c.ids)}
}

// FMS is a·b - c, rounded once.
func (m *Machine) FMS(a, b, c F) F {
	return F{m.each(Op{Code: FMS}, Vector, a.ids, b.ids, c.ids)}
}

// AddAs adds vectors of elements of any type that has an addition, Add to
// AddInt32 or AddInt.
func (m *Machine) AddAs(c Code, a, b F) F { return F{m.each(Op{Code: c}, Vector, a.ids, b.ids)} }

// Less is a < b.
func (m *Machine) Less(a, b F) M { return M{m.each(Op{Code: Less}, Mask, a.ids, b.ids)} }

// Equal is a = b.
func (m *Machine) Equal(a, b F) M { return M{m.each(Op{Code: Equal}, Mask, a.ids, b.ids)} }

func (m *Machine) And(a, b M) M { return M{m.each(Op{Code: And}, Mask, a.ids, b.ids)} }

func (m *Machine) Or(a, b M) M { return M{m.each(Op{Code: Or}, Mask, a.ids, b.ids)} }

// Select is a where set, b elsewhere.
func (m *Machine) Select(set M, a, b F) F {
	return F{m.each(Op{Code: Select}, Vector, set.ids, a.ids, b.ids)}
}

// Keep is a where set, +0 elsewhere.
func (m *Machine) Keep(set M, a F) F {
	return F{m.each(Op{Code: Keep}, Vector, set.ids, a.ids)}
}

func (m *Machine) AddInt(a, b I) I { return I{m.each(Op{Code: AddInt}, Vector, a.ids, b.ids)} }
func (m *Machine) SubInt(a, b I) I { return I{m.each(Op{Code: SubInt}, Vector, a.ids, b.ids)} }
func (m *Machine) AndInt(a, b I) I { return I{m.each(Op{Code: AndInt}, Vector, a.ids, b.ids)} }
func (m *Machine) OrInt(a, b I) I  { return I{m.each(Op{Code: OrInt}, Vector, a.ids, b.ids)} }

func (m *Machine) ShiftLeft(a I, n int) I {
	return I{m.each(Op{Code: ShiftLeft, Imm: n}, Vector, a.ids)}
}

// ShiftRight fills with zeros.
func (m *Machine) ShiftRight(a I, n int) I {
	return I{m.each(Op{Code: ShiftRight, Imm: n}, Vector, a.ids)}
}

// MinInt32 compares each half of a lane by itself, signed.
func (m *Machine) MinInt32(a, b I) I { return I{m.each(Op{Code: MinInt32}, Vector, a.ids, b.ids)} }

// MaxUint32 compares each half of a lane by itself, unsigned.
func (m *Machine) MaxUint32(a, b I) I { return I{m.each(Op{Code: MaxUint32}, Vector, a.ids, b.ids)} }

// LessInt is a < b, signed.
func (m *Machine) LessInt(a, b I) M { return M{m.each(Op{Code: LessInt}, Mask, a.ids, b.ids)} }

// EqualInt is a = b.
func (m *Machine) EqualInt(a, b I) M { return M{m.each(Op{Code: EqualInt}, Mask, a.ids, b.ids)} }

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

// Halve returns the first and the second half of the vectors of a value.
func (m *Machine) Halve(a F) (low, high F) {
	n := len(a.ids)
	if n%2 != 0 {
		m.Failf("half of %d vectors", n)
	}
	return F{a.ids[:n/2]}, F{a.ids[n/2:]}
}

// HalvesOf takes two vectors of several rows each, a row 2·half lanes, and returns the
// lower halves of all these rows in one vector and the upper halves in another:
// those of a, then those of b, except that rows of two lanes alternate: a's first, b's
// first, a's second.
func (m *Machine) HalvesOf(a, b F, half int) (low, high F) {
	return F{m.each(Op{Code: LowHalves, Imm: half}, Vector, a.ids, b.ids)},
		F{m.each(Op{Code: HighHalves, Imm: half}, Vector, a.ids, b.ids)}
}

// Bits is the bit pattern of a, Float the float of a bit pattern: no operation.
func (m *Machine) Bits(a F) I  { return I(a) }
func (m *Machine) Float(a I) F { return F(a) }

// Lookup is table[i&7].
func (m *Machine) Lookup(table *[8]float64, i I) F {
	ids := make([]int, len(i.ids))
	for k, id := range i.ids {
		ids[k] = m.target.Lookup(m, table, id)
	}
	return F{ids}
}

// Var is a variable, which Assign changes: F itself then has the new value.
func (m *Machine) Var(initial F) F {
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.newValue(Vector)
		m.Values[ids[k]].mutable = true
		m.emit(Op{Code: Copy, Dst: ids[k], Src: []int{initial.ids[min(k, len(initial.ids)-1)]}})
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
		if !m.Values[id].mutable {
			m.Failf("assignment to a value that is no variable")
		}
		m.emit(Op{Code: Copy, Dst: id, Src: []int{value.ids[min(k, len(value.ids)-1)]}})
	}
}

// Notef leaves a comment in the assembly.
func (m *Machine) Notef(format string, args ...any) {
	m.emit(Op{Code: Note, Dst: None, Text: fmt.Sprintf(format, args...)})
}

// Signature is the Go signature of the function: a parameter is a pointer unless
// it is listed as a count.
func (k *Kernel) Signature() string {
	s := "func("
	for i, p := range k.Params {
		if i > 0 {
			s += ", "
		}
		s += p + " "
		if slices.Contains(k.Counts, p) {
			s += "int"
		} else {
			s += "*float64"
		}
	}
	return s + ")"
}

// Value is the float vector that Emit returned.
func (m *Machine) Value(id int) F { return F{[]int{id}} }
