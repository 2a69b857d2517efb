package build

import "sumlog/gen/ir"

// HasMasks reports whether the target has registers for masks: then what is left of the
// elements is done by masked loads and stores.
func HasMasks(t Target) bool { return t.Registers(ir.Mask) > 0 }

// MaskOf is the lanes whose bits are all ones, where the others' are all zeros.
func (m *Machine) MaskOf(a I) M {
	if HasMasks(m.target) {
		return m.LessInt(a, m.Int(0))
	}
	return M(a)
}

// ForEach is [Machine.ForEachGroup] for any number of elements where the target has
// masks. Elsewhere n is a whole number of groups.
func (m *Machine) ForEach(n N, body func(), pointers ...P) {
	m.ForEachGroup(n, body, pointers...)
	if HasMasks(m.target) {
		m.last(n, body)
	}
}

// Tail records body for what [Machine.ForEachGroup] left of the elements: all at once by masks,
// or a vector at a time and then one by one.
func (m *Machine) Tail(n N, body func(), pointers ...P) {
	if HasMasks(m.target) {
		m.last(n, body)
		return
	}
	each := func() { m.ForEachGroup(n, body, pointers...) }
	m.WithVectors(1, each)
	m.Scalar(each)
}

// last records body to run for n elements if there are any, less than a group. Lanes
// beyond them load the first element, so that they take no path that no element takes.
// body loads and stores nothing but elements.
func (m *Machine) last(n N, body func()) {
	m.If(n, func() {
		m.tailMask = M{make([]int, m.group)}
		for k := range m.tailMask.ids {
			m.tailMask.ids[k] = m.NewValue(ir.Mask)
			m.op(ir.FirstLanes, m.tailMask.ids[k], k*m.target.Lanes(), n.id)
		}
		body()
		m.tailMask = M{}
	})
}
