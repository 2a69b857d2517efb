package machine

import "slices"

// coalesce computes the new value of a variable in the variable's own register
// where it can: v' := op(…); v = v' becomes v := op(…). It may when v' has no
// other use, nothing between touches v, and no control flow lies between.
func (m *Machine) coalesce() {
	uses := make([]int, len(m.Values))
	for _, o := range m.Ops {
		for _, s := range o.Src {
			uses[s]++
		}
	}
	dead := make([]bool, len(m.Ops))
	for q, copy := range m.Ops {
		if copy.Code != Copy {
			continue
		}
		v := copy.Src[0]
		if uses[v] != 1 || m.Values[v].mutable || m.Values[v].Home != Register {
			continue
		}
		for p := q - 1; p >= 0; p-- {
			o := &m.Ops[p]
			if o.Dst == v {
				o.Dst, dead[q] = copy.Dst, true
				break
			}
			if o.branches() || o.Dst == copy.Dst || slices.Contains(o.Src, copy.Dst) {
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
