package machine

import "slices"

// fold leaves a constant in memory where the target's instruction takes it from
// there, and loads it right before the instruction otherwise.
func (m *Machine) fold() {
	ops := make([]Op, 0, len(m.Ops))
	for _, o := range m.Ops {
		for i := len(o.Src) - 1; i >= 0; i-- {
			v := o.Src[i]
			if m.Values[v].Home == Register || m.foldable(&o, i) {
				continue
			}
			ops = append(ops, m.reload(&o, v, i))
		}
		ops = append(ops, o)
	}
	m.Ops = ops
}

// foldable reports whether operand i of o may be in memory, which one at most is.
func (m *Machine) foldable(o *Op, i int) bool {
	for k, s := range o.Src {
		if k != i && m.Values[s].Home != Register && k > i {
			return false
		}
	}
	return m.target.Folds(o, i)
}

// reload makes operand i of o a register, loaded from v by the operation returned.
func (m *Machine) reload(o *Op, v, i int) Op {
	r := m.newValue(Vector)
	m.Values[r].brief = true
	o.Src = slices.Clone(o.Src)
	o.Src[i] = r
	return Op{Code: Reload, Dst: r, Src: []int{v}, depth: o.depth}
}

// victim is the active value whose register is wanted for iv: the one that is
// next used the furthest on (Belady, 1966).
func (m *Machine) victim(iv *interval, active []*interval) int {
	at := iv.start/2 + 1
	best, distance := None, -1
	for _, a := range active {
		v := m.Values[a.value]
		if v.Class != m.Values[iv.value].Class || v.Class == General || v.brief || v.mutable && a.inner {
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

// evict takes the register from a value from operation at on. The value is stored
// where it is made and read from there afterwards; a variable lives in memory
// altogether.
func (m *Machine) evict(v, at int) {
	slot := m.Values[v].stored
	if slot == None {
		slot = m.newValue(m.Values[v].Class)
		m.Values[slot].Home, m.Values[slot].Slot = Slot, None
	}
	if m.Values[v].mutable {
		at = 0
	}
	at = m.beforeLoops(v, at)
	ops := make([]Op, 0, len(m.Ops)+4)
	again := None // v once more in a register, within one basic block
	for i, o := range m.Ops {
		if o.branches() {
			again = None
		}
		for k, s := range o.Src {
			if s != v || i < at || o.Code == Spill {
				continue
			}
			o.Src = slices.Clone(o.Src)
			switch {
			case again != None:
				o.Src[k] = again
			case m.foldsSlot(&o, k):
				o.Src[k] = slot
			default:
				ops = append(ops, m.reload(&o, slot, k))
				again = o.Src[k]
				m.Values[again].brief = m.Values[v].mutable
				m.Values[again].stored = slot
				if m.Values[v].mutable {
					again = None
				}
			}
		}
		stores := o.Dst == v && m.Values[v].stored == None
		if stores && m.Values[v].mutable {
			made := m.newValue(m.Values[v].Class)
			m.Values[made].brief = true
			o.Dst = made
			ops = append(ops, o, Op{Code: Spill, Dst: None, Src: []int{made, slot}, depth: o.depth})
			continue
		}
		ops = append(ops, o)
		if stores {
			ops = append(ops, Op{Code: Spill, Dst: None, Src: []int{v, slot}, depth: o.depth})
		}
	}
	m.Values[v].stored = slot
	m.Ops = ops
}

// foldsSlot reports whether operand i may become one in memory.
func (m *Machine) foldsSlot(o *Op, i int) bool {
	for k, s := range o.Src {
		if k != i && m.Values[s].Home != Register {
			return false
		}
	}
	return m.target.Folds(o, i)
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
