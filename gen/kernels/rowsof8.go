package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var rowsOf8 = &build.Kernel{
	Name: "rowsOf8",
	Doc: []string{
		"rowsOf8 is productRows and reduceRows for n rows of at most 8 elements, whose",
		"exponents stay where they are: it sets elements r of p and e from the row that",
		"begins r·stride bytes behind x. p is NaN where the row has to be done by SumLog.",
		"n is a whole number of vectors; mask points into generic.RowMask.",
	},
	Params: []string{"p", "e", "x", "stride", "mask", "n"},
	Counts: []string{"stride", "n"},
	Group:  1,
	Body: func(m *build.Machine) {
		p, e, x, stride := m.Pointer("p"), m.Pointer("e"), m.Pointer("x"), m.Count("stride")
		mask, n := m.Pointer("mask"), m.Count("n")
		m.ForEachGroup(n, func() {
			all := reduceAll(m, func(int) (v scaledPair) {
				m.WithLanes(generic.Row8, func() { v = loadRow8(m, x, mask) })
				m.AddPtrCount(x, stride)
				return v
			})
			m.Store(p, all.p)
			m.Store(e, all.e)
		}, p, e)
	},
}

// loadRow8 is a row of at most 8 elements, its lanes reduced to those of a vector.
func loadRow8(m *build.Machine, x, mask build.P) scaledPair {
	v := maskTail(m, m.Load(x), mask)
	minBits := m.MinOfGroup(m.Bits(v))
	a := scaledPair{p: v}.foldLanes(m)
	a.p = m.Merge(m.LessInt(minBits, m.Int(generic.RawMin<<32)), m.Const(math.NaN()), a.p)
	return a
}
