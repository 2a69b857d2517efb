package machine

import "slices"

// allocate gives every value a register, by a linear scan over the intervals
// (Poletto and Sarkar, 1999). Where they do not suffice it moves the value that is
// not needed for the longest time to the stack frame, and begins again.
func (m *Machine) allocate() {
	if _, ok := m.target.(LoadStore); ok {
		m.shareConstants()
	} else {
		m.fold()
	}
	for m.scan() {
	}
	m.assignSlots()
}

// scan allocates registers. It returns true where it had to change the program.
func (m *Machine) scan() (changed bool) {
	list := m.intervals()
	var active []*interval
	taken := map[Class][]bool{}
	for c := range classes {
		taken[c] = make([]bool, m.target.Registers(c))
	}
	for _, iv := range list {
		active = slices.DeleteFunc(active, func(a *interval) bool {
			over := a.end < iv.start
			if over {
				v := m.Values[a.value]
				taken[v.Class][v.Reg] = false
			}
			return over
		})
		v := &m.Values[iv.value]
		r := m.choose(iv, taken[v.Class])
		if r == None {
			m.evict(m.victim(iv, active), iv.start/2+1)
			return true
		}
		v.Reg = r
		taken[v.Class][r] = true
		active = append(active, iv)
	}
	return false
}

// choose prefers the register of an operand that the operation reads last: the
// instruction can then overwrite it. The last operand comes first, which is the
// addend of a fused multiply-add.
func (m *Machine) choose(iv *interval, taken []bool) int {
	o := m.Ops[iv.start/2]
	for i := len(o.Src) - 1; i >= 0; i-- {
		s := m.Values[o.Src[i]]
		if s.Home == Register && s.Class == m.Values[iv.value].Class && s.Reg < len(taken) && !taken[s.Reg] {
			return s.Reg
		}
	}
	return slices.Index(taken, false)
}

// assignSlots shares the frame's slots among spilled values that are never needed
// at the same time.
func (m *Machine) assignSlots() {
	first, last := map[int]int{}, map[int]int{}
	var order []int
	loops := m.loops()
	for i, o := range m.Ops {
		for _, s := range o.Src {
			if m.Values[s].Home != Slot {
				continue
			}
			if _, seen := first[s]; !seen {
				first[s] = i
				order = append(order, s)
			}
			last[s] = i
			for _, l := range loops {
				if first[s] < l[0] && l[0] <= i && i <= l[1] {
					last[s] = max(last[s], l[1])
				}
			}
		}
	}
	var free []int // the operation until which each slot is needed
	for _, v := range order {
		slot := slices.IndexFunc(free, func(until int) bool { return until < first[v] })
		if slot == -1 {
			slot = len(free)
			free = append(free, 0)
		}
		free[slot] = last[v]
		m.Values[v].Slot = slot
	}
	m.Slots = len(free)
}
