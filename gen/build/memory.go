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

// bytes is the size of a vector.
func (m *Machine) bytes() int { return 8 * m.target.Lanes() }

// Load is the elements that p points to, as many as a value has lanes.
func (m *Machine) Load(p P) F { return m.LoadAt(p, 0) }

// LoadAt is the elements that many bytes behind p.
func (m *Machine) LoadAt(p P, offset uintptr) F {
	if m.scalar {
		return m.Value(m.Emit(ir.Op{Code: ir.LoadOne, Src: []int{p.id}, Imm: int(offset)}))
	}
	ids := make([]int, m.group)
	for k := range ids {
		o := ir.Op{Code: ir.Load, Src: []int{p.id}, Imm: int(offset) + k*m.bytes()}
		if m.tailMask != nil {
			o.Code, o.Src, o.Limit = ir.LoadTail, append(o.Src, m.tailMask[k]), int(offset)
		}
		ids[k] = m.Emit(o)
	}
	return F{ids}
}

// LoadApart is LoadAt where the vectors of a group lie that many bytes apart.
func (m *Machine) LoadApart(p P, offset uintptr, apart int) F {
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.Emit(ir.Op{Code: ir.Load, Src: []int{p.id}, Imm: int(offset) + k*apart})
	}
	return F{ids}
}

// StoreApart is StoreAt where the vectors of a group lie that many bytes apart.
func (m *Machine) StoreApart(p P, offset uintptr, apart int, a F) {
	for k := range m.group {
		m.effect(ir.Store, int(offset)+k*apart, p.id, vector(a.ids, k))
	}
}

// LoadMasked is the elements that many bytes behind p where the mask is set. The other lanes are
// 0, and their memory is not read, except on load-store targets, where it is a Load.
func (m *Machine) LoadMasked(set M, p P, offset uintptr) F {
	if _, ok := m.target.(ir.LoadStore); ok {
		return m.LoadAt(p, offset)
	}
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.Emit(ir.Op{
			Code: ir.LoadMasked, Src: []int{p.id, vector(set.ids, k)}, Imm: int(offset) + k*m.bytes(),
		})
	}
	return F{ids}
}

// Store writes the elements that p points to.
func (m *Machine) Store(p P, a F) { m.StoreAt(p, 0, a) }

// StoreAt writes the elements that many bytes behind p.
func (m *Machine) StoreAt(p P, offset uintptr, a F) {
	if m.scalar {
		m.effect(ir.StoreOne, int(offset), p.id, a.ids[0])
		return
	}
	for k := range m.group {
		c, src := ir.Store, []int{p.id, vector(a.ids, k)}
		if m.tailMask != nil {
			c, src = ir.StoreMasked, append(src, m.tailMask[k])
		}
		m.effect(c, int(offset)+k*m.bytes(), src...)
	}
}

// Stream writes the elements that p points to, a multiple of a vector's size, by
// non-temporal stores. What it wrote must be fenced before the kernel returns.
func (m *Machine) Stream(p P, a F) {
	for k := range m.group {
		m.effect(ir.Stream, k*m.bytes(), p.id, vector(a.ids, k))
	}
}

// Fence ends the non-temporal stores of Stream.
func (m *Machine) Fence() { m.effect(ir.Fence, 0) }

// Prefetch asks for the memory from that many bytes behind p on, so that it is in the
// cache when it is loaded. The memory need not exist.
func (m *Machine) Prefetch(p P, offset, bytes int) {
	const line = 64
	for at := offset; at < offset+bytes; at += line {
		m.effect(ir.Prefetch, at, p.id)
	}
}

// Broadcast is the float that many bytes behind p, in every lane.
func (m *Machine) Broadcast(p P, offset uintptr) F {
	return m.Value(m.Emit(ir.Op{Code: ir.Broadcast, Src: []int{p.id}, Imm: int(offset)}))
}

// LoadFloat32 is the float32 numbers that p points to, as many as a value has lanes, widened.
func (m *Machine) LoadFloat32(p P) F { return F{m.loadHalves(ir.LoadFloat32, p)} }

// LoadUint32 is the 32-bit integers that p points to, as many as a value has lanes, with zeros in
// the upper halves.
func (m *Machine) LoadUint32(p P) I { return I{m.loadHalves(ir.LoadUint32, p)} }

func (m *Machine) loadHalves(c ir.Code, p P) []int {
	ids := make([]int, m.group)
	for k := range ids {
		ids[k] = m.Emit(ir.Op{Code: c, Src: []int{p.id}, Imm: k * m.bytes() / 2})
	}
	return ids
}

// SkipHalves moves a pointer past the 32-bit numbers of a value.
func (m *Machine) SkipHalves(p P) { m.AddPtr(p, m.group*m.bytes()/2) }

// LoadCount is the 64-bit integer that many bytes behind p.
func (m *Machine) LoadCount(p P, offset uintptr) N {
	id := m.variable(ir.General)
	m.op(ir.LoadCount, id, int(offset), p.id)
	return N{id}
}

// AddPtr moves a pointer.
func (m *Machine) AddPtr(p P, bytes int) {
	m.addImm(p.id, bytes)
}

// AddPtrCount moves a pointer by a count of bytes.
func (m *Machine) AddPtrCount(p P, bytes N) {
	m.op(ir.AddCount, p.id, 0, p.id, bytes.id)
}

// AddPtrWords moves a pointer by a count of elements.
func (m *Machine) AddPtrWords(p P, words N) {
	m.op(ir.AddWords, p.id, 0, p.id, words.id)
}

// SubCount subtracts b from a.
func (m *Machine) SubCount(a, b N) { m.op(ir.SubCount, a.id, 0, a.id, b.id) }

// AtLeast makes n the larger of itself and least.
func (m *Machine) AtLeast(n N, least int) { m.op(ir.MaxCount, n.id, least, n.id) }

// Offset is a pointer of its own to that many bytes behind p.
func (m *Machine) Offset(p P, bytes int) P {
	id := m.variable(ir.General)
	m.op(ir.Copy, id, 0, p.id)
	if bytes != 0 {
		m.AddPtr(P{id}, bytes)
	}
	return P{id}
}

// CopyCount is a count of its own, equal to n.
func (m *Machine) CopyCount(n N) N { return N{m.Offset(P(n), 0).id} }
