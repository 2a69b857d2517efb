package machine

// LoadStore is a target whose instructions take registers, where others take memory
// too, and may need several of them for one operation.
type LoadStore interface {
	Target
	// ReadsLate reports whether operand src of op is still read when its result has
	// begun to take shape: then the result must not lie in that operand's register.
	ReadsLate(op *Op, src int) bool
	// Begins is the operand of op that its result begins as, or None.
	Begins(op *Op) int
}

// readsLate is the target's answer. An instruction reads before it writes, so that of
// a target with one for each operation is no.
func (m *Machine) readsLate(o *Op, src int) bool {
	t, ok := m.target.(LoadStore)
	return ok && t.ReadsLate(o, src)
}

// needsUntilDone reports whether o reads value v late.
func (m *Machine) needsUntilDone(o *Op, v int) bool {
	for k, s := range o.Src {
		if s == v && m.readsLate(o, k) {
			return true
		}
	}
	return false
}
