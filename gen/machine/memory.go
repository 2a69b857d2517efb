package machine

// Pointer is the parameter of that name, as the caller gave it.
func (m *Machine) Pointer(name string) P { return P{m.arg(name)} }

// Count is the parameter of that name, 0 or more.
func (m *Machine) Count(name string) N { return N{m.arg(name)} }

func (m *Machine) arg(name string) int {
	for i, p := range m.kernel.Params {
		if p == name {
			id := m.newValue(General)
			m.Values[id].mutable = true
			m.emit(Op{Code: Arg, Dst: id, Imm: i})
			return id
		}
	}
	m.Failf("no parameter %q", name)
	return None
}

// Load is the elements that p points to, as many as a value has lanes.
func (m *Machine) Load(p P) F { return m.LoadAt(p, 0) }

// LoadAt is the elements that many bytes behind p.
func (m *Machine) LoadAt(p P, offset uintptr) F {
	if m.single {
		id := m.newValue(Vector)
		m.emit(Op{Code: LoadOne, Dst: id, Src: []int{p.id}, Imm: int(offset)})
		return F{[]int{id}}
	}
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.newValue(Vector)
		if m.part != nil {
			m.emit(Op{Code: LoadPart, Dst: ids[k], Src: []int{p.id, m.part[k]}, Imm: int(offset) + k*m.target.Lanes()*8, Limit: int(offset)})
			continue
		}
		m.emit(Op{Code: Load, Dst: ids[k], Src: []int{p.id}, Imm: int(offset) + k*m.target.Lanes()*8})
	}
	return F{ids}
}

// Store writes the elements that p points to.
func (m *Machine) Store(p P, a F) { m.StoreAt(p, 0, a) }

// StoreAt writes the elements that many bytes behind p.
func (m *Machine) StoreAt(p P, offset uintptr, a F) {
	if m.single {
		m.emit(Op{Code: StoreOne, Dst: None, Src: []int{p.id, a.ids[0]}, Imm: int(offset)})
		return
	}
	for k := range m.group {
		o := Op{Code: Store, Dst: None, Src: []int{p.id, a.ids[min(k, len(a.ids)-1)]}, Imm: int(offset) + k*m.target.Lanes()*8}
		if m.part != nil {
			o.Code, o.Src = StorePart, append(o.Src, m.part[k])
		}
		m.emit(o)
	}
}

// Stream writes the elements that p points to, a multiple of a vector's size, past
// the caches. What it wrote must be fenced before the kernel returns.
func (m *Machine) Stream(p P, a F) {
	for k := range m.group {
		m.emit(Op{Code: Stream, Dst: None, Src: []int{p.id, a.ids[min(k, len(a.ids)-1)]}, Imm: k * m.target.Lanes() * 8})
	}
}

// Fence ends a stretch of Stream.
func (m *Machine) Fence() { m.emit(Op{Code: Fence, Dst: None}) }

// Prefetch asks for the memory from that many bytes behind p on, so that it is in the
// cache when it is loaded. The memory need not exist.
func (m *Machine) Prefetch(p P, offset, bytes int) {
	const line = 64
	for at := offset; at < offset+bytes; at += line {
		m.emit(Op{Code: Prefetch, Dst: None, Src: []int{p.id}, Imm: at})
	}
}

// Broadcast is the float that many bytes behind p, in every lane.
func (m *Machine) Broadcast(p P, offset uintptr) F {
	id := m.newValue(Vector)
	m.emit(Op{Code: Broadcast, Dst: id, Src: []int{p.id}, Imm: int(offset)})
	return F{[]int{id}}
}

// LoadCount is the 64-bit integer that many bytes behind p.
func (m *Machine) LoadCount(p P, offset uintptr) N {
	id := m.newValue(General)
	m.Values[id].mutable = true
	m.emit(Op{Code: LoadCount, Dst: id, Src: []int{p.id}, Imm: int(offset)})
	return N{id}
}

// Step moves a pointer.
func (m *Machine) Step(p P, bytes int) {
	m.emit(Op{Code: Advance, Dst: p.id, Src: []int{p.id}, Imm: bytes})
}

// StepBy moves a pointer by a count of bytes.
func (m *Machine) StepBy(p P, bytes N) {
	m.emit(Op{Code: AdvanceBy, Dst: p.id, Src: []int{p.id, bytes.id}})
}

// Beyond is a pointer of its own to that many bytes behind p.
func (m *Machine) Beyond(p P, bytes int) P {
	id := m.newValue(General)
	m.Values[id].mutable = true
	m.emit(Op{Code: Copy, Dst: id, Src: []int{p.id}})
	if bytes != 0 {
		m.Step(P{id}, bytes)
	}
	return P{id}
}

// Follow moves p to that many bytes behind q.
func (m *Machine) Follow(p, q P, bytes int) {
	m.emit(Op{Code: Copy, Dst: p.id, Src: []int{q.id}})
	if bytes != 0 {
		m.Step(p, bytes)
	}
}

// Exchange makes each of two pointers point where the other did.
func (m *Machine) Exchange(p, q P) {
	was := m.Beyond(p, 0)
	m.Follow(p, q, 0)
	m.Follow(q, was, 0)
}

// Same is a count of its own, equal to n.
func (m *Machine) Same(n N) N { return N{m.Beyond(P(n), 0).id} }

// StoreFirst writes the first lane of a value at p.
func (m *Machine) StoreFirst(p P, a F) {
	m.emit(Op{Code: StoreOne, Dst: None, Src: []int{p.id, a.ids[0]}})
}
