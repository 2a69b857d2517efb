package machine

// Masked reports whether the target has registers for masks: then what is left of a
// sweep is done by masked loads and stores.
func Masked(t Target) bool { return t.Registers(Mask) > 0 }

// EachAny is [Machine.Each] for any number of elements where the target is [Masked].
// Elsewhere n is a whole number of groups.
func (m *Machine) EachAny(n N, body func(), pointers ...P) {
	m.Each(n, body, pointers...)
	if Masked(m.target) {
		m.last(n, body)
	}
}

// Rest records body for what [Machine.Each] left of the elements: all at once by masks,
// or a vector at a time and then one by one.
func (m *Machine) Rest(n N, body func(), pointers ...P) {
	if Masked(m.target) {
		m.last(n, body)
		return
	}
	each := func() { m.Each(n, body, pointers...) }
	m.Narrow(each)
	m.Single(each)
}

// last records body to run for n elements if there are any, less than a group. Loads
// have the first of them in the lanes that are none, so that these take no path that
// no element takes. body loads and stores nothing but elements.
func (m *Machine) last(n N, body func()) {
	m.If(n, func() {
		m.part = make([]int, m.group)
		for k := range m.part {
			m.part[k] = m.newValue(Mask)
			m.emit(Op{Code: FirstLanes, Dst: m.part[k], Src: []int{n.id}, Imm: k * m.target.Lanes()})
		}
		body()
		m.part = nil
	})
}
