package kernels

import (
	"unsafe"

	"sumlog/gen/machine"
	"sumlog/internal/generic"
)

var joinRows = &machine.Kernel{
	Name: "joinRows",
	Doc: []string{
		"joinRows joins the eight lanes of each of n rows to one product, and adds its",
		"exponents up: from lanes[r], a generic.RowLanes, to element r of p, e and exp. n",
		"is a whole number of vectors.",
	},
	Params: []string{"p", "e", "exp", "lanes", "n"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *machine.Machine) {
		p, e, exp, lanes, n := m.Pointer("p"), m.Pointer("e"), m.Pointer("exp"), m.Pointer("lanes"), m.Count("n")
		m.Each(n, func() {
			all := joinAll(m, func(i int) (v triple) {
				m.Wide(generic.Octet, func() { v = loadLanes(m, lanes, uintptr(i*rowLanesSize)) })
				return v
			})
			m.Store(p, all.p)
			m.Store(e, all.e)
			m.Store(exp, m.Float(all.exp))
			m.Step(lanes, m.Width()*rowLanesSize)
		}, p, e, exp)
	},
}

// joinAll joins the lanes of as many rows as a vector has lanes.
func joinAll(m *machine.Machine, row func(i int) triple) triple {
	// A row a vector, then two rows a vector, and so on. Even and odd rows stay apart
	// until the last step, which is the one that alternates.
	rows := make([]triple, m.Width())
	for i := range rows {
		rows[i] = row(i)
	}
	for half := len(rows) / 2; half > 0; half /= 2 {
		for i := range half {
			a := i/2*4 + i%2
			rows[i] = rows[a].beside(m, rows[a+min(half, 2)], half)
		}
	}
	return rows[0]
}

// triple is the products of one or several rows in the lanes of a vector. It has no
// e where nothing has been multiplied yet, and no exp where nothing was normalised.
type triple struct {
	p, e machine.F
	exp  machine.I
}

// loadLanes is a row, its lanes joined down to those of a vector.
func loadLanes(m *machine.Machine, lanes machine.P, at uintptr) triple {
	return triple{
		m.LoadAt(lanes, at+unsafe.Offsetof(rowLanes.P)),
		m.LoadAt(lanes, at+unsafe.Offsetof(rowLanes.E)),
		m.Bits(m.LoadAt(lanes, at+unsafe.Offsetof(rowLanes.Exp))),
	}.folded(m)
}

// folded joins the halves of a row of eight lanes until it fits a vector.
func (a triple) folded(m *machine.Machine) triple {
	for n := generic.Octet; n > m.Width(); n /= 2 {
		var low, high triple
		low.p, high.p = m.Halve(a.p)
		low.e, high.e = m.Halve(a.e)
		n0, n1 := m.Halve(m.Float(a.exp))
		low.exp, high.exp = m.Bits(n0), m.Bits(n1)
		a = low.join(m, high)
	}
	return a
}

// beside joins the lower halves of the rows of a and b with the upper ones: half
// lanes each.
func (a triple) beside(m *machine.Machine, b triple, half int) triple {
	var low, high triple
	low.p, high.p = m.HalvesOf(a.p, b.p, half)
	low.e, high.e = m.HalvesOf(a.e, b.e, half)
	n0, n1 := m.HalvesOf(m.Float(a.exp), m.Float(b.exp), half)
	low.exp, high.exp = m.Bits(n0), m.Bits(n1)
	return low.join(m, high)
}

// join joins products lane by lane.
func (a triple) join(m *machine.Machine, b triple) (c triple) {
	if a.e.None() {
		c.p = m.Mul(a.p, b.p)
		c.e = m.FMS(a.p, b.p, c.p)
	} else {
		c.p, c.e = join(m, a.p, a.e, b.p, b.e)
	}
	c.exp = m.AddInt(a.exp, b.exp) // none of none
	return c
}
