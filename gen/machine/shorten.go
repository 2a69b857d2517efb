package machine

import "slices"

// What is done here is for load-store targets: they have registers enough for all
// vectors of a group only if no value lives longer than it has to, and an operation
// that begins with an operand's copy is the cheaper the fewer of them there are.

// forward removes the assignments to a variable that another one in the same basic
// block follows: what reads the variable between reads the assigned value itself.
func (m *Machine) forward() {
	m.Ops = slices.Clone(m.Ops)
	for q := 0; q < len(m.Ops); q++ {
		o := m.Ops[q]
		if o.Code != Copy || !m.Values[o.Dst].mutable || m.Values[o.Src[0]].mutable || m.Values[o.Src[0]].Home != Register {
			continue
		}
		next := m.assignedAgain(q)
		if next == None || !m.neverInPlace(q) {
			continue
		}
		for i := q + 1; i <= next; i++ {
			for k, s := range m.Ops[i].Src {
				if s == o.Dst {
					m.Ops[i].replace(k, o.Src[0])
				}
			}
		}
		m.Ops = slices.Delete(m.Ops, q, q+1)
		q--
	}
}

// neverInPlace reports whether what q assigns was made by an operation that reads q's
// variable to its end.
func (m *Machine) neverInPlace(q int) bool {
	made := slices.IndexFunc(m.Ops, func(o Op) bool { return o.Dst == m.Ops[q].Src[0] })
	return m.needsUntilDone(&m.Ops[made], m.Ops[q].Dst)
}

// assignedAgain is the next operation in q's basic block that has q's result.
func (m *Machine) assignedAgain(q int) int {
	for i := q + 1; i < len(m.Ops) && !m.Ops[i].branches(); i++ {
		if m.Ops[i].Dst == m.Ops[q].Dst {
			return i
		}
	}
	return None
}

// sink moves an operation to just before the only one that reads its result, where
// its own operands are needed until then anyway.
func (m *Machine) sink() {
	for i := len(m.Ops) - 1; i >= 0; i-- {
		if q := m.onlyReader(i); q > i+1 && m.needed(m.Ops[i].Src, i, q) {
			o := m.Ops[i]
			copy(m.Ops[i:], m.Ops[i+1:q])
			m.Ops[q-1] = o
		}
	}
}

// onlyReader is the operation in i's basic block that alone reads i's result, which
// comes from registers and is no variable.
func (m *Machine) onlyReader(i int) int {
	v := m.Ops[i].Dst
	if m.Ops[i].Code > EqualInt || m.Values[v].mutable {
		return None
	}
	reader := None
	for q := i + 1; q < len(m.Ops); q++ {
		if slices.Contains(m.Ops[q].Src, v) {
			if reader != None || q > m.blockEnd(i) {
				return None
			}
			reader = q
		}
	}
	return reader
}

// needed reports whether the values are the same from operation i to q, and read
// there or later.
func (m *Machine) needed(values []int, i, q int) bool {
	for _, v := range values {
		if m.Values[v].Home != Register {
			continue
		}
		if m.Values[v].mutable {
			if slices.ContainsFunc(m.Ops[i:q], func(o Op) bool { return o.Dst == v }) {
				return false
			}
		} else if !slices.ContainsFunc(m.Ops[q:], func(o Op) bool { return slices.Contains(o.Src, v) }) {
			return false
		}
	}
	return true
}
