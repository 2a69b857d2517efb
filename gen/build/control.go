package build

import "sumlog/gen/ir"

// Exit is where a Block ends.
type Exit struct{ label int }

func (m *Machine) newLabel() int {
	m.labels++
	return m.labels
}

// Block records body, which may leave early.
func (m *Machine) Block(body func(Exit)) {
	e := Exit{m.newLabel()}
	body(e)
	m.effect(ir.Label, e.label)
}

// ExitIfAll leaves the block when the mask is set in every lane of the group.
func (m *Machine) ExitIfAll(e Exit, set M) {
	m.effect(ir.JumpIfAll, e.label, m.combine(ir.And, set))
}

// IfAny records body to run when the mask is set in any lane of the group.
func (m *Machine) IfAny(set M, body func()) {
	m.unless(ir.JumpIfNone, m.combine(ir.Or, set), body)
}

// UnlessAll records body to run when the mask is clear in any lane of the group.
func (m *Machine) UnlessAll(set M, body func()) {
	m.unless(ir.JumpIfAll, m.combine(ir.And, set), body)
}

// If records body to run when the count is not 0.
func (m *Machine) If(n N, body func()) { m.unless(ir.JumpIfZero, n.id, body) }

// unless records body and a jump past it.
func (m *Machine) unless(jump ir.Code, id int, body func()) {
	m.Block(func(e Exit) {
		m.effect(jump, e.label, id)
		body()
	})
}

// combine reduces the masks of a group to one.
func (m *Machine) combine(c ir.Code, set M) int {
	id := set.ids[0]
	for _, other := range set.ids[1:] {
		both := m.NewValue(ir.Mask)
		m.op(c, both, 0, id, other)
		id = both
	}
	return id
}

// Repeat records body to run n times. It counts n down to 0.
func (m *Machine) Repeat(n N, body func()) {
	m.If(n, func() { m.RepeatSome(n, body) })
}

// RepeatSome is Repeat of an n that is not 0. As no branch leads past it, constants that body reads
// are loaded before the loops around it.
func (m *Machine) RepeatSome(n N, body func()) {
	top := m.newLabel()
	m.depth++
	m.effect(ir.LoopBegin, top)
	body()
	m.effect(ir.LoopEnd, top, n.id)
	m.depth--
}

// ForEachGroup records body to run once for every group of the n elements that the
// pointers point to, as long as a whole one is left; pointers and n move on.
func (m *Machine) ForEachGroup(n N, body func(), pointers ...P) {
	width := m.group * m.target.Lanes()
	if m.scalar {
		width = 1
	}
	top, end := m.newLabel(), m.newLabel()
	m.emit(ir.Op{Code: ir.JumpIfUnder, Dst: ir.None, Imm: end, Src: []int{n.id}, Limit: width})
	m.depth++
	m.effect(ir.LoopBegin, top)
	body()
	for _, p := range pointers {
		m.AddPtr(p, width*8)
	}
	m.op(ir.AddImm, n.id, -width, n.id)
	m.emit(ir.Op{Code: ir.LoopWhile, Dst: ir.None, Imm: top, Src: []int{n.id}, Limit: width})
	m.depth--
	m.effect(ir.Label, end)
}

// WithVectors makes a value stand for that many vectors in what body records.
func (m *Machine) WithVectors(vectors int, body func()) {
	g := m.group
	m.group = vectors
	body()
	m.group = g
}

// WithLanes makes a value stand for that many lanes in what body records.
func (m *Machine) WithLanes(lanes int, body func()) {
	m.WithVectors(max(1, lanes/m.target.Lanes()), body)
}

// Scalar makes a value stand for one lane in what body records: for what is left
// when no whole vector is.
func (m *Machine) Scalar(body func()) {
	m.scalar = true
	m.WithVectors(1, body)
	m.scalar = false
}
