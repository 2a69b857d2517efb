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
		if assign.Code != Copy || last[assign.Src[0]] != q {
			continue
		}
		v := assign.Src[0]
		if m.Values[v].mutable || m.Values[v].Home != Register {
			continue
		}
		for p := q - 1; p >= 0; p-- {
			o := &m.Ops[p]
			if o.Dst == v {
				if !m.needsUntilDone(o, assign.Dst) {
					m.rename(p, q, v, assign.Dst)
					dead[q] = true
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
