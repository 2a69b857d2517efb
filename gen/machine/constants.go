package machine

// span is the operations for which a constant is in a register: those of a loop or of
// a basic block.
type span struct{ first, last int }

// shareConstants puts each constant that an instruction wants in a register there once: before the outermost loop whose every round reads it, and otherwise before the
// first operation of a basic block that does. Where registers run out it is the
// allocator that gives some of them up: a constant costs no store.
func (m *Machine) shareConstants() {
	loops := map[uint64][]span{} // before which a constant is loaded
	m.eachConstant(func(i, _, v int) {
		if s, ok := m.everyRound(i); ok {
			loops[m.Values[v].Bits] = append(loops[m.Values[v].Bits], s)
		}
	})
	type held struct {
		bits uint64
		last int // operation of the loop or block
	}
	loaded := map[held]int{}
	loads := map[int][]Op{} // by the operation that they stand before
	m.eachConstant(func(i, k, v int) {
		bits := m.Values[v].Bits
		s := span{i, m.blockEnd(i)}
		for _, l := range loops[bits] { // those around i lie in one another
			if l.first <= i && i <= l.last && l.first < s.first {
				s = l
			}
		}
		r, ok := loaded[held{bits, s.last}]
		if !ok {
			r = m.load(loads, s.first, v)
			loaded[held{bits, s.last}] = r
		}
		m.Ops[i].replace(k, r)
	})
	ops := make([]Op, 0, len(m.Ops)+len(loads))
	for i, o := range m.Ops {
		ops = append(append(ops, loads[i]...), o)
	}
	m.Ops = ops
}

// eachConstant calls f for every operand that is a constant but has to be a register.
func (m *Machine) eachConstant(f func(op, src, value int)) {
	for i := range m.Ops {
		for k, v := range m.Ops[i].Src {
			if m.Values[v].Home == Pool && !m.target.Folds(&m.Ops[i], k) {
				f(i, k, v)
			}
		}
	}
}

// load records that constant v is loaded before an operation.
func (m *Machine) load(loads map[int][]Op, before, v int) int {
	r := m.newValue(Vector)
	m.Values[r].stored = v
	depth := m.Ops[before].depth
	if m.Ops[before].Code == LoopBegin {
		depth--
	}
	loads[before] = append(loads[before], Op{Code: Reload, Dst: r, Src: []int{v}, depth: depth})
	return r
}

// everyRound returns the outermost loop each round of which comes to operation i.
func (m *Machine) everyRound(i int) (widest span, ok bool) {
	for _, l := range m.loops() {
		if l[0] < i && i <= l[1] && !m.skips(l, i) && (!ok || l[0] < widest.first) {
			widest, ok = span{l[0], l[1]}, true
		}
	}
	return widest, ok
}

// skips reports whether a branch within the loop leads past operation i. One out of
// the loop ends it.
func (m *Machine) skips(loop [2]int, i int) bool {
	for j := loop[0] + 1; j < i; j++ {
		switch m.Ops[j].Code {
		case JumpIfNone, JumpIfAll, JumpIfZero, JumpIfUnder:
			if to := m.labelAt(m.Ops[j].Imm); i < to && to <= loop[1] {
				return true
			}
		}
	}
	return false
}

func (m *Machine) labelAt(label int) int {
	for i, o := range m.Ops {
		if o.Code == Label && o.Imm == label {
			return i
		}
	}
	m.Failf("no label %d", label)
	return None
}

// blockEnd is the last operation of i's basic block.
func (m *Machine) blockEnd(i int) int {
	for ; i+1 < len(m.Ops) && !m.Ops[i+1].branches(); i++ {
	}
	return i
}
