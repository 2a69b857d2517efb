package machine

// Exit is where a Block ends.
type Exit struct{ label int }

func (m *Machine) newLabel() int {
	m.Labels++
	return m.Labels
}

// Block records body, which may leave early.
func (m *Machine) Block(body func(Exit)) {
	e := Exit{m.newLabel()}
	body(e)
	m.emit(Op{Code: Label, Dst: None, Imm: e.label})
}

// ExitIfAll leaves the block when the mask is set in every lane of the group.
func (m *Machine) ExitIfAll(e Exit, set M) {
	m.emit(Op{Code: JumpIfAll, Dst: None, Imm: e.label, Src: []int{m.combine(And, set)}})
}

// IfAny records body to run when the mask is set in any lane of the group.
func (m *Machine) IfAny(set M, body func()) {
	end := m.newLabel()
	m.emit(Op{Code: JumpIfNone, Dst: None, Imm: end, Src: []int{m.combine(Or, set)}})
	body()
	m.emit(Op{Code: Label, Dst: None, Imm: end})
}

// UnlessAll records body to run when the mask is clear in any lane of the group.
func (m *Machine) UnlessAll(set M, body func()) {
	m.Block(func(e Exit) {
		m.ExitIfAll(e, set)
		body()
	})
}

// combine reduces the masks of a group to one.
func (m *Machine) combine(c Code, set M) int {
	id := set.ids[0]
	for _, other := range set.ids[1:] {
		both := m.newValue(Mask)
		m.emit(Op{Code: c, Dst: both, Src: []int{id, other}})
		id = both
	}
	return id
}

// If records body to run when the count is not 0.
func (m *Machine) If(n N, body func()) {
	end := m.newLabel()
	m.emit(Op{Code: JumpIfZero, Dst: None, Imm: end, Src: []int{n.id}})
	body()
	m.emit(Op{Code: Label, Dst: None, Imm: end})
}

// Repeat records body to run n times. It counts n down to 0.
func (m *Machine) Repeat(n N, body func()) {
	m.If(n, func() {
		top := m.newLabel()
		m.depth++
		m.emit(Op{Code: LoopBegin, Dst: None, Imm: top})
		body()
		m.emit(Op{Code: LoopEnd, Dst: None, Imm: top, Src: []int{n.id}})
		m.depth--
	})
}

// Chunks records body to run on counts that add up to n, each most at most.
func (m *Machine) Chunks(n N, most int, body func(N)) {
	top, end := m.newLabel(), m.newLabel()
	m.depth++
	m.emit(Op{Code: LoopBegin, Dst: None, Imm: top})
	m.emit(Op{Code: JumpIfZero, Dst: None, Imm: end, Src: []int{n.id}})
	chunk := m.newValue(General)
	m.Values[chunk].mutable = true
	m.emit(Op{Code: Take, Dst: chunk, Src: []int{n.id}, Imm: most})
	body(N{chunk})
	m.emit(Op{Code: Jump, Dst: None, Imm: top})
	m.depth--
	m.emit(Op{Code: Label, Dst: None, Imm: end})
}

// Each records body to run once for every group of the n elements that the
// pointers point to, as long as a whole one is left; pointers and n move on.
func (m *Machine) Each(n N, body func(), pointers ...P) {
	width := m.group * m.target.Lanes()
	if m.single {
		width = 1
	}
	top, end := m.newLabel(), m.newLabel()
	m.depth++
	m.emit(Op{Code: LoopBegin, Dst: None, Imm: top})
	m.emit(Op{Code: JumpIfUnder, Dst: None, Imm: end, Src: []int{n.id}, Limit: width})
	body()
	for _, p := range pointers {
		m.emit(Op{Code: Advance, Dst: p.id, Src: []int{p.id}, Imm: width * 8})
	}
	m.emit(Op{Code: Advance, Dst: n.id, Src: []int{n.id}, Imm: -width})
	m.emit(Op{Code: Jump, Dst: None, Imm: top})
	m.depth--
	m.emit(Op{Code: Label, Dst: None, Imm: end})
}

// Narrow makes a value stand for one vector in what body records.
func (m *Machine) Narrow(body func()) {
	g := m.group
	m.group = 1
	body()
	m.group = g
}

// Wide makes a value stand for that many lanes in what body records.
func (m *Machine) Wide(lanes int, body func()) {
	g := m.group
	m.group = max(1, lanes/m.target.Lanes())
	body()
	m.group = g
}

// Single makes a value stand for one lane in what body records: for what is left
// when no whole vector is.
func (m *Machine) Single(body func()) {
	m.single = true
	m.Narrow(body)
	m.single = false
}
