package build

import (
	"slices"

	"sumlog/gen/ir"
)

// Pointer is the parameter of that name, as the caller gave it.
func (m *Machine) Pointer(name string) P { return P{m.arg(name)} }

// Count is the parameter of that name, 0 or more.
func (m *Machine) Count(name string) N { return N{m.arg(name)} }

func (m *Machine) arg(name string) int {
	i := slices.Index(m.kernel.Params, name)
	if i < 0 {
		m.Failf("no parameter %q", name)
	}
	id := m.variable(ir.General)
	m.op(ir.Arg, id, i)
	return id
}

// bytes is the size of a vector.
func (m *Machine) bytes() int { return 8 * m.target.Lanes() }

// Load is the elements that p points to, as many as a value has lanes.
func (m *Machine) Load(p P) F { return m.LoadAt(p, 0) }

// LoadAt is the elements that many bytes behind p.
func (m *Machine) LoadAt(p P, offset uintptr) F {
	c := m.forLanes(ir.Load, ir.LoadOne, ir.LoadTail)
	return m.access(c, p, offset, m.bytes(), F{}, m.tailMask)
}

// LoadApart is LoadAt where the vectors of a group lie that many bytes apart.
func (m *Machine) LoadApart(p P, offset uintptr, apart int) F {
	return m.access(ir.Load, p, offset, apart, F{}, M{})
}

// LoadMasked is the elements that many bytes behind p where the mask is set. The other lanes are
// 0, and their memory is not read, except on load-store targets, where it is a Load.
func (m *Machine) LoadMasked(set M, p P, offset uintptr) F {
	if _, ok := m.target.(ir.LoadStore); ok {
		return m.LoadAt(p, offset)
	}
	return m.access(ir.LoadMasked, p, offset, m.bytes(), F{}, set)
}

// LoadFloat32At is the float32 numbers that many bytes behind p, widened, as many as a value has
// lanes.
func (m *Machine) LoadFloat32At(p P, offset uintptr) F {
	return m.access(ir.LoadFloat32, p, offset, m.bytes()/2, F{}, M{})
}

// LoadUint32 is the 32-bit integers that p points to, as many as a value has lanes, with zeros in
// the upper halves.
func (m *Machine) LoadUint32(p P) I {
	return m.Bits(m.access(ir.LoadUint32, p, 0, m.bytes()/2, F{}, M{}))
}

// Broadcast is the float that many bytes behind p, in every lane.
func (m *Machine) Broadcast(p P, offset uintptr) F {
	return m.Value(m.Emit(ir.Broadcast, int(offset), p.id))
}

// Store writes the elements that p points to.
func (m *Machine) Store(p P, a F) { m.StoreAt(p, 0, a) }

// StoreAt writes the elements that many bytes behind p.
func (m *Machine) StoreAt(p P, offset uintptr, a F) {
	c := m.forLanes(ir.Store, ir.StoreOne, ir.StoreMasked)
	m.access(c, p, offset, m.bytes(), a, m.tailMask)
}

// StoreApart is StoreAt where the vectors of a group lie that many bytes apart.
func (m *Machine) StoreApart(p P, offset uintptr, apart int, a F) {
	m.access(ir.Store, p, offset, apart, a, M{})
}

// Stream writes the elements that p points to, a multiple of a vector's size, by
// non-temporal stores. What it wrote must be fenced before the kernel returns.
func (m *Machine) Stream(p P, a F) { m.access(ir.Stream, p, 0, m.bytes(), a, M{}) }

// forLanes is the operation for all lanes, for one, or for those of the mask.
func (m *Machine) forLanes(all, one, masked ir.Code) ir.Code {
	switch {
	case m.scalar:
		return one
	case m.tailMask.ids != nil:
		return masked
	}
	return all
}

// access records a load, or a store of a where there is one, for each vector of the group, apart
// bytes from the one before, of the lanes of set unless it is the zero M.
func (m *Machine) access(c ir.Code, p P, offset uintptr, apart int, a F, set M) (loaded F) {
	for k := range m.group {
		o := ir.Op{
			Code: c, Dst: ir.None, Src: []int{p.id}, Imm: int(offset) + k*apart, Limit: int(offset),
		}
		for _, ids := range [][]int{a.ids, set.ids} {
			if ids != nil {
				o.Src = append(o.Src, vector(ids, k))
			}
		}
		if a.None() {
			o.Dst = m.NewValue(ir.Vector)
			loaded.ids = append(loaded.ids, o.Dst)
		}
		m.emit(o)
	}
	return loaded
}

// StoreLanes writes the lanes of a mask, of one vector, as the bits of the byte that many bytes
// behind p, those beyond the last element as zeros.
func (m *Machine) StoreLanes(p P, offset uintptr, set M) {
	if m.tailMask.ids != nil {
		set = m.And(set, m.tailMask)
	}
	m.effect(ir.StoreLanes, int(offset), p.id, m.one(set))
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

// PrefetchMasked asks for that many bytes 4 KiB behind p, where [Machine.LoadMasked] of elements from
// p on does not make a processor fetch them: with AVX2, whose masked loads Zen 4 does not look ahead
// of.
func (m *Machine) PrefetchMasked(p P, bytes int) {
	if _, ok := m.target.(ir.LoadStore); !ok && !HasMasks(m.target) {
		m.Prefetch(p, 4<<10, bytes)
	}
}

// LoadCount is the 64-bit integer that many bytes behind p.
func (m *Machine) LoadCount(p P, offset uintptr) N {
	id := m.variable(ir.General)
	m.op(ir.LoadCount, id, int(offset), p.id)
	return N{id}
}

// AddPtr moves a pointer by bytes, AddPtrCount by a count of bytes and AddPtrWords by a count of
// elements. SubCount subtracts b from a, and AtLeast makes n the larger of itself and least.
func (m *Machine) AddPtr(p P, bytes int)    { m.op(ir.AddImm, p.id, bytes, p.id) }
func (m *Machine) AddPtrCount(p P, bytes N) { m.op(ir.AddCount, p.id, 0, p.id, bytes.id) }
func (m *Machine) AddPtrWords(p P, words N) { m.op(ir.AddWords, p.id, 0, p.id, words.id) }
func (m *Machine) SubCount(a, b N)          { m.op(ir.SubCount, a.id, 0, a.id, b.id) }
func (m *Machine) AtLeast(n N, least int)   { m.op(ir.MaxCount, n.id, least, n.id) }

// SkipHalves moves a pointer past the 32-bit numbers of a value.
func (m *Machine) SkipHalves(p P) { m.AddPtr(p, m.group*m.bytes()/2) }

// Offset is a pointer of its own to that many bytes behind p.
func (m *Machine) Offset(p P, bytes int) P {
	id := m.variable(ir.General)
	m.op(ir.Copy, id, 0, p.id)
	if bytes != 0 {
		m.AddPtr(P{id}, bytes)
	}
	return P{id}
}

// SetPtr makes p point to where q does.
func (m *Machine) SetPtr(p, q P) { m.op(ir.Copy, p.id, 0, q.id) }

// CopyCount is a count of its own, equal to n.
func (m *Machine) CopyCount(n N) N { return N{m.Offset(P(n), 0).id} }
