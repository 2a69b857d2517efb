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
	c := ir.Load
	switch {
	case m.scalar:
		c = ir.LoadOne
	case m.tailMask.ids != nil:
		c = ir.LoadTail
	}
	return F{m.loads(c, p, offset, m.bytes(), m.tailMask)}
}

// LoadApart is LoadAt where the vectors of a group lie that many bytes apart.
func (m *Machine) LoadApart(p P, offset uintptr, apart int) F {
	return F{m.loads(ir.Load, p, offset, apart, M{})}
}

// LoadMasked is the elements that many bytes behind p where the mask is set. The other lanes are
// 0, and their memory is not read, except on load-store targets, where it is a Load.
func (m *Machine) LoadMasked(set M, p P, offset uintptr) F {
	if _, ok := m.target.(ir.LoadStore); ok {
		return m.LoadAt(p, offset)
	}
	return F{m.loads(ir.LoadMasked, p, offset, m.bytes(), set)}
}

// loads records a load for each vector of the group, apart bytes from the one before, of the lanes
// of set unless it is the zero M.
func (m *Machine) loads(c ir.Code, p P, offset uintptr, apart int, set M) []int {
	ids := make([]int, m.group)
	for k := range ids {
		src := []int{p.id}
		if set.ids != nil {
			src = append(src, vector(set.ids, k))
		}
		ids[k] = m.NewValue(ir.Vector)
		m.emit(ir.Op{
			Code: c, Dst: ids[k], Src: src, Imm: int(offset) + k*apart, Limit: int(offset),
		})
	}
	return ids
}

// Store writes the elements that p points to.
func (m *Machine) Store(p P, a F) { m.StoreAt(p, 0, a) }

// StoreAt writes the elements that many bytes behind p.
func (m *Machine) StoreAt(p P, offset uintptr, a F) {
	c := ir.Store
	switch {
	case m.scalar:
		c = ir.StoreOne
	case m.tailMask.ids != nil:
		c = ir.StoreMasked
	}
	m.stores(c, p, offset, m.bytes(), a, m.tailMask)
}

// StoreApart is StoreAt where the vectors of a group lie that many bytes apart.
func (m *Machine) StoreApart(p P, offset uintptr, apart int, a F) {
	m.stores(ir.Store, p, offset, apart, a, M{})
}

// Stream writes the elements that p points to, a multiple of a vector's size, by
// non-temporal stores. What it wrote must be fenced before the kernel returns.
func (m *Machine) Stream(p P, a F) { m.stores(ir.Stream, p, 0, m.bytes(), a, M{}) }

// stores records the stores, as loads does the loads.
func (m *Machine) stores(c ir.Code, p P, offset uintptr, apart int, a F, set M) {
	for k := range m.group {
		src := []int{p.id, vector(a.ids, k)}
		if set.ids != nil {
			src = append(src, vector(set.ids, k))
		}
		m.effect(c, int(offset)+k*apart, src...)
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
	return m.Value(m.Emit(ir.Broadcast, int(offset), p.id))
}

// LoadFloat32 is the float32 numbers that p points to, as many as a value has lanes, widened.
func (m *Machine) LoadFloat32(p P) F { return m.LoadFloat32At(p, 0) }

// LoadFloat32At is LoadFloat32 of the numbers that many bytes behind p.
func (m *Machine) LoadFloat32At(p P, offset uintptr) F {
	return F{m.loads(ir.LoadFloat32, p, offset, m.bytes()/2, M{})}
}

// LoadUint32 is the 32-bit integers that p points to, as many as a value has lanes, with zeros in
// the upper halves.
func (m *Machine) LoadUint32(p P) I { return I{m.loads(ir.LoadUint32, p, 0, m.bytes()/2, M{})} }

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
