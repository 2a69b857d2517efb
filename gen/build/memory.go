package build

import "sumlog/gen/ir"

// Pointer is the parameter of that name, as the caller gave it.
func (m *Machine) Pointer(name string) P { return P{m.arg(name)} }

// Count is the parameter of that name, 0 or more.
func (m *Machine) Count(name string) N { return N{m.arg(name)} }

func (m *Machine) arg(name string) int {
	for i, p := range m.kernel.Params {
		if p == name {
			id := m.variable(ir.General)
			m.emit(ir.Op{Code: ir.Arg, Dst: id, Imm: i})
			return id
		}
	}
	m.Failf("no parameter %q", name)
	return ir.None
}

// Load is the elements that p points to, as many as a value has lanes.
func (m *Machine) Load(p P) F { return m.LoadAt(p, 0) }

// LoadAt is the elements that many bytes behind p.
func (m *Machine) LoadAt(p P, offset uintptr) F {
	if m.scalar {
		id := m.NewValue(ir.Vector)
		m.emit(ir.Op{Code: ir.LoadOne, Dst: id, Src: []int{p.id}, Imm: int(offset)})
		return F{[]int{id}}
	}
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.NewValue(ir.Vector)
		if m.tailMask != nil {
			m.emit(ir.Op{Code: ir.LoadMasked, Dst: ids[k], Src: []int{p.id, m.tailMask[k]}, Imm: int(offset) + k*m.target.Lanes()*8, Limit: int(offset)})
			continue
		}
		m.emit(ir.Op{Code: ir.Load, Dst: ids[k], Src: []int{p.id}, Imm: int(offset) + k*m.target.Lanes()*8})
	}
	return F{ids}
}

// Store writes the elements that p points to.
func (m *Machine) Store(p P, a F) { m.StoreAt(p, 0, a) }

// StoreAt writes the elements that many bytes behind p.
func (m *Machine) StoreAt(p P, offset uintptr, a F) {
	if m.scalar {
		m.emit(ir.Op{Code: ir.StoreOne, Dst: ir.None, Src: []int{p.id, a.ids[0]}, Imm: int(offset)})
		return
	}
	for k := range m.group {
		o := ir.Op{Code: ir.Store, Dst: ir.None, Src: []int{p.id, a.ids[min(k, len(a.ids)-1)]}, Imm: int(offset) + k*m.target.Lanes()*8}
		if m.tailMask != nil {
			o.Code, o.Src = ir.StoreMasked, append(o.Src, m.tailMask[k])
		}
		m.emit(o)
	}
}

// Stream writes the elements that p points to, a multiple of a vector's size, by
// non-temporal stores. What it wrote must be fenced before the kernel returns.
func (m *Machine) Stream(p P, a F) {
	for k := range m.group {
		m.emit(ir.Op{Code: ir.Stream, Dst: ir.None, Src: []int{p.id, a.ids[min(k, len(a.ids)-1)]}, Imm: k * m.target.Lanes() * 8})
	}
}

// Fence ends the non-temporal stores of Stream.
func (m *Machine) Fence() { m.emit(ir.Op{Code: ir.Fence, Dst: ir.None}) }

// Prefetch asks for the memory from that many bytes behind p on, so that it is in the
// cache when it is loaded. The memory need not exist.
func (m *Machine) Prefetch(p P, offset, bytes int) {
	const line = 64
	for at := offset; at < offset+bytes; at += line {
		m.emit(ir.Op{Code: ir.Prefetch, Dst: ir.None, Src: []int{p.id}, Imm: at})
	}
}

// Broadcast is the float that many bytes behind p, in every lane.
func (m *Machine) Broadcast(p P, offset uintptr) F {
	id := m.NewValue(ir.Vector)
	m.emit(ir.Op{Code: ir.Broadcast, Dst: id, Src: []int{p.id}, Imm: int(offset)})
	return F{[]int{id}}
}

// LoadCount is the 64-bit integer that many bytes behind p.
func (m *Machine) LoadCount(p P, offset uintptr) N {
	id := m.variable(ir.General)
	m.emit(ir.Op{Code: ir.LoadCount, Dst: id, Src: []int{p.id}, Imm: int(offset)})
	return N{id}
}

// AddPtr moves a pointer.
func (m *Machine) AddPtr(p P, bytes int) {
	m.emit(ir.Op{Code: ir.AddImm, Dst: p.id, Src: []int{p.id}, Imm: bytes})
}

// AddPtrCount moves a pointer by a count of bytes.
func (m *Machine) AddPtrCount(p P, bytes N) {
	m.emit(ir.Op{Code: ir.AddCount, Dst: p.id, Src: []int{p.id, bytes.id}})
}

// Offset is a pointer of its own to that many bytes behind p.
func (m *Machine) Offset(p P, bytes int) P {
	id := m.variable(ir.General)
	m.emit(ir.Op{Code: ir.Copy, Dst: id, Src: []int{p.id}})
	if bytes != 0 {
		m.AddPtr(P{id}, bytes)
	}
	return P{id}
}

// SetPtr moves p to that many bytes behind q.
func (m *Machine) SetPtr(p, q P, bytes int) {
	m.emit(ir.Op{Code: ir.Copy, Dst: p.id, Src: []int{q.id}})
	if bytes != 0 {
		m.AddPtr(p, bytes)
	}
}

// Swap makes each of two pointers point where the other did.
func (m *Machine) Swap(p, q P) {
	was := m.Offset(p, 0)
	m.SetPtr(p, q, 0)
	m.SetPtr(q, was, 0)
}

// CopyCount is a count of its own, equal to n.
func (m *Machine) CopyCount(n N) N { return N{m.Offset(P(n), 0).id} }
