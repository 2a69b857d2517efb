package machine

import "slices"

// fold leaves a constant in memory where the target's instruction takes it from
// there, which it does for one operand, and loads it right before the instruction
// otherwise.
func (m *Machine) fold() {
	ops := make([]Op, 0, len(m.Ops))
	for _, o := range m.Ops {
		folded := false
		for i := len(o.Src) - 1; i >= 0; i-- {
			switch v := o.Src[i]; {
			case m.Values[v].Home == Register:
			case !folded && m.target.Folds(&o, i):
				folded = true
			default:
				ops = append(ops, m.reload(&o, v, i))
			}
		}
		ops = append(ops, o)
	}
	m.Ops = ops
}

// readsMemory reports whether an operand of o is in memory.
func (m *Machine) readsMemory(o *Op) bool {
	return slices.ContainsFunc(o.Src, func(v int) bool { return m.Values[v].Home != Register })
}

// reload makes operand i of o a register, loaded from v by the operation returned.
func (m *Machine) reload(o *Op, v, i int) Op {
	r := m.newValue(Vector)
	m.Values[r].brief = true
	o.replace(i, r)
	return Op{Code: Reload, Dst: r, Src: []int{v}, depth: o.depth}
}

// victim is the active value whose register is wanted for iv: the one that is
// next used the furthest on (Belady, 1966).
func (m *Machine) victim(iv *interval, active []*interval) int {
	here := &m.Ops[iv.start/2]
	at := iv.start/2 + 1
	best, distance := None, -1
	for _, a := range active {
		v := m.Values[a.value]
		if v.Class != m.Values[iv.value].Class || v.Class != Vector || v.brief || v.mutable && a.inner || m.needsUntilDone(here, a.value) {
			continue
		}
		if d := m.nextTouch(a.value, at) - at; d > distance {
			best, distance = a.value, d
		}
	}
	if best == None {
		m.Failf("no register left at op %d, and nothing to spill", iv.start/2)
	}
	return best
}

func (m *Machine) nextTouch(v, at int) int {
	for i := at; i < len(m.Ops); i++ {
		if m.Ops[i].Dst == v || slices.Contains(m.Ops[i].Src, v) {
			return i
		}
	}
	return len(m.Ops) // needed again by the next round of a loop only
}

// evict takes the register from a value from operation at on. It is stored where it
// is made, and read from there afterwards: by the instruction itself, or into a
// register that serves for the rest of the basic block.
func (m *Machine) evict(v, at int) {
	if m.Values[v].mutable {
		m.keepInMemory(v)
		return
	}
	slot := m.Values[v].stored
	store := slot == None
	if store {
		slot = m.newSlot()
		m.Values[v].stored = slot
	}
	at = m.beforeLoops(v, at)
	ops := make([]Op, 0, len(m.Ops)+4)
	again := None
	for i, o := range m.Ops {
		if o.branches() {
			again = None
		}
		for k, s := range o.Src {
			switch {
			case s != v || i < at:
			case again != None:
				o.replace(k, again)
			case !m.readsMemory(&o) && m.target.Folds(&o, k):
				o.replace(k, slot)
			default:
				ops = append(ops, m.reload(&o, slot, k))
				again = o.Src[k]
				m.Values[again].brief = false
				m.Values[again].stored = slot
			}
		}
		ops = append(ops, o)
		if o.Dst == v && store {
			ops = append(ops, Op{Code: Spill, Dst: None, Src: []int{v, slot}, depth: o.depth})
		}
	}
	m.Ops = ops
	m.dropUnread(v)
}

// dropUnread removes the load of a value that nothing reads any more: of a constant
// that found no register in a loop.
func (m *Machine) dropUnread(v int) {
	read := slices.ContainsFunc(m.Ops, func(o Op) bool { return slices.Contains(o.Src, v) })
	if !read {
		m.Ops = slices.DeleteFunc(m.Ops, func(o Op) bool { return o.Code == Reload && o.Dst == v })
	}
}

// keepInMemory moves a variable to the frame altogether.
func (m *Machine) keepInMemory(v int) {
	slot := m.newSlot()
	ops := make([]Op, 0, len(m.Ops)+4)
	for _, o := range m.Ops {
		for k, s := range o.Src {
			switch {
			case s != v:
			case !m.readsMemory(&o) && m.target.Folds(&o, k):
				o.replace(k, slot)
			default:
				ops = append(ops, m.reload(&o, slot, k))
			}
		}
		ops = append(ops, o)
		if o.Dst == v {
			made := m.newValue(Vector)
			m.Values[made].brief = true
			ops[len(ops)-1].Dst = made
			ops = append(ops, Op{Code: Spill, Dst: None, Src: []int{made, slot}, depth: o.depth})
		}
	}
	m.Ops = ops
}

func (m *Machine) newSlot() int {
	slot := m.newValue(Vector)
	m.Values[slot].Home, m.Values[slot].Slot = Slot, None
	return slot
}

// beforeLoops moves at to the beginning of the outermost loop around it that v
// comes from before: in its next round the loop would miss the register.
func (m *Machine) beforeLoops(v, at int) int {
	made := slices.IndexFunc(m.Ops, func(o Op) bool { return o.Dst == v })
	for _, l := range m.loops() {
		if l[0] < at && at <= l[1] && made < l[0] {
			at = min(at, l[0])
		}
	}
	return at
}
