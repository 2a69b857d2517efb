package machine

import "slices"

// coalesce computes the new value of a variable in the variable's own register
// where it can: v' := op(…); …; v = v' becomes v := op(…); …. It may when v' is
// used for nothing after the assignment, v for nothing from the computation on,
// and no control flow lies between.
func (m *Machine) coalesce() {
	last := make([]int, len(m.Values)) // use of each value
	for i, o := range m.Ops {
		for _, s := range o.Src {
			last[s] = i
		}
	}
	dead := make([]bool, len(m.Ops))
	for q, assign := range m.Ops {
		v := m.becomes(&assign)
		if v == None || last[v] != q {
			continue
		}
		if m.Values[v].mutable || m.Values[v].Home != Register {
			continue
		}
		for p := q - 1; p >= 0; p-- {
			o := &m.Ops[p]
			if o.Dst == v {
				if !m.needsUntilDone(o, assign.Dst) {
					m.rename(p, q, v, assign.Dst)
					dead[q] = assign.Code == Copy
				}
				break
			}
			if o.branches() || o.Dst == assign.Dst || slices.Contains(o.Src, assign.Dst) {
				break
			}
		}
	}
	kept := m.Ops[:0]
	for i, o := range m.Ops {
		if !dead[i] {
			kept = append(kept, o)
		}
	}
	m.Ops = kept
}

// becomes is the value that turns into an operation's result: that which is copied to
// a variable, and what a fused operation of a load-store target begins with.
func (m *Machine) becomes(o *Op) int {
	t, ok := m.target.(LoadStore)
	switch {
	case o.Code == Copy:
		return o.Src[0]
	case !ok || t.Begins(o) == None || !m.Values[o.Dst].mutable || slices.Contains(o.Src, o.Dst):
		return None
	}
	return o.Src[t.Begins(o)]
}

// rename puts variable v in the place of value old, computed at p and last used
// at q.
func (m *Machine) rename(p, q, old, v int) {
	m.Ops[p].Dst = v
	for i := p + 1; i <= q; i++ {
		for k, s := range m.Ops[i].Src {
			if s == old {
				m.Ops[i].replace(k, v)
			}
		}
	}
}
