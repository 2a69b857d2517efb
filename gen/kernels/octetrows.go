package kernels

import (
	"math"

	"sumlog/gen/machine"
	"sumlog/internal/generic"
)

var octetRows = &machine.Kernel{
	Name: "octetRows",
	Doc: []string{
		"octetRows is productRows and joinRows for n rows of at most an octet, whose",
		"exponents stay where they are: it sets elements r of p and e from the row that",
		"begins r·stride bytes behind x. p is NaN where the row has to be done by SumLog.",
		"n is a whole number of vectors; mask points into generic.RowMask.",
	},
	Params: []string{"p", "e", "x", "stride", "mask", "n"},
	Counts: []string{"stride", "n"},
	Group:  1,
	Body: func(m *machine.Machine) {
		p, e, x, stride := m.Pointer("p"), m.Pointer("e"), m.Pointer("x"), m.Count("stride")
		mask, n := m.Pointer("mask"), m.Count("n")
		m.Each(n, func() {
			all := joinAll(m, func(int) (v triple) {
				m.Wide(generic.Octet, func() { v = loadOctet(m, x, mask) })
				m.StepBy(x, stride)
				return v
			})
			m.Store(p, all.p)
			m.Store(e, all.e)
		}, p, e)
	},
}

// loadOctet is a row of at most an octet, folded.
func loadOctet(m *machine.Machine, x, mask machine.P) triple {
	v := filledUp(m, m.Load(x), mask)
	least := m.MinOfGroup(m.Bits(v))
	a := triple{p: v}.folded(m)
	a.p = m.Select(m.LessInt(least, m.Int(generic.RawMin<<32)), m.Const(math.NaN()), a.p)
	return a
}
