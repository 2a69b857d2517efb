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
	m.effect(ir.JumpIfAll, e.label, m.combine(ir.And, set.ids)...)
}

// ExitIfNone leaves the block when the mask is set in no lane of the group.
func (m *Machine) ExitIfNone(e Exit, set M) {
	m.effect(ir.JumpIfNone, e.label, m.combine(ir.Or, set.ids)...)
}

// ExitIfFew leaves the block when the mask, of one vector, is set in half of its lanes or fewer.
func (m *Machine) ExitIfFew(e Exit, set M) { m.effect(ir.JumpIfFew, e.label, m.one(set)) }

// Exit leaves the block.
func (m *Machine) Exit(e Exit) { m.effect(ir.Jump, e.label) }

// one is the only vector of a mask.
func (m *Machine) one(set M) int {
	if len(set.ids) != 1 {
		m.Failf("a mask of %d vectors", len(set.ids))
	}
	return set.ids[0]
}

// IfAny records body to run when the mask is set in any lane of the group.
func (m *Machine) IfAny(set M, body func()) {
	m.unless(ir.JumpIfNone, m.combine(ir.Or, set.ids), body)
}

// UnlessAll records body to run when the mask is clear in any lane of the group.
func (m *Machine) UnlessAll(set M, body func()) {
	m.unless(ir.JumpIfAll, m.combine(ir.And, set.ids), body)
}

// If records body to run when the count is not 0.
func (m *Machine) If(n N, body func()) { m.unless(ir.JumpIfZero, []int{n.id}, body) }

// unless records body and a jump past it.
func (m *Machine) unless(jump ir.Code, condition []int, body func()) {
	m.Block(func(e Exit) {
		m.effect(jump, e.label, condition...)
		body()
	})
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

// HasMasks reports whether the target has registers for masks: then what is left of the
// elements is done by masked loads and stores.
func HasMasks(t Target) bool { return t.Registers(ir.Mask) > 0 }

// MaskOf is the lanes whose bits are all ones, where the others' are all zeros.
func (m *Machine) MaskOf(a I) M {
	if HasMasks(m.target) {
		return m.LessInt(a, m.Int(0))
	}
	return M(a)
}

// ForEach is [Machine.ForEachGroup] for any number of elements where the target has
// masks. Elsewhere n is a whole number of groups.
func (m *Machine) ForEach(n N, body func(), pointers ...P) {
	m.ForEachGroup(n, body, pointers...)
	if HasMasks(m.target) {
		m.last(n, body)
	}
}

// Tail records body for what [Machine.ForEachGroup] left of the elements: all at once by masks,
// or a vector at a time and then one by one.
func (m *Machine) Tail(n N, body func(), pointers ...P) {
	if HasMasks(m.target) {
		m.last(n, body)
		return
	}
	each := func() { m.ForEachGroup(n, body, pointers...) }
	m.WithVectors(1, each)
	m.Scalar(each)
}

// last records body to run for n elements if there are any, less than a group. Lanes
// beyond them load the first element, so that they take no path that no element takes.
// body loads and stores elements, and by StoreLanes masks, alone.
func (m *Machine) last(n N, body func()) {
	m.If(n, func() {
		m.tailMask = M{make([]int, m.group)}
		for k := range m.tailMask.ids {
			m.tailMask.ids[k] = m.NewValue(ir.Mask)
			m.op(ir.FirstLanes, m.tailMask.ids[k], k*m.target.Lanes(), n.id)
		}
		body()
		m.tailMask = M{}
	})
}
