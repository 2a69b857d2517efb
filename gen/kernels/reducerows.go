package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var reduceRows = &build.Kernel{
	Name: "reduceRows",
	Doc: []string{
		"reduceRows reduces the eight lanes of each of n rows to one product, and adds its",
		"exponents up: from lanes[r], a generic.RowLanes, to element r of p, e and exp. n",
		"is a whole number of vectors.",
	},
	Params: []string{"p", "e", "exp", "lanes", "n"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *build.Machine) {
		p, e, exp := m.Pointer("p"), m.Pointer("e"), m.Pointer("exp")
		lanes, n := m.Pointer("lanes"), m.Count("n")
		m.ForEachGroup(n, func() {
			all := reduceAll(m, func(i int) (v scaledPair) {
				m.WithLanes(generic.Row8, func() { v = loadLanes(m, lanes, uintptr(i*rowLanesSize)) })
				return v
			})
			m.Store(p, all.p)
			m.Store(e, all.e)
			m.Store(exp, m.Float(all.exp))
			m.AddPtr(lanes, m.Width()*rowLanesSize)
		}, p, e, exp)
	},
}

// reduceAll reduces the lanes of as many rows as a vector has lanes.
func reduceAll(m *build.Machine, row func(i int) scaledPair) scaledPair {
	// A row a vector, then two rows a vector, and so on. Even and odd rows stay separate
	// until the last step, which is the one that alternates.
	rows := make([]scaledPair, m.Width())
	for i := range rows {
		rows[i] = row(i)
	}
	for half := len(rows) / 2; half > 0; half /= 2 {
		for i := range half {
			a := i/2*4 + i%2
			rows[i] = rows[a].transposeReduce(m, rows[a+min(half, 2)], half)
		}
	}
	return rows[0]
}

// scaledPair is the products of one or several rows in the lanes of a vector. It has no
// e where nothing has been multiplied yet, and no exp where nothing was normalised.
type scaledPair struct {
	p, e build.F
	exp  build.I
}

// loadLanes is a row, its lanes reduced to those of a vector.
func loadLanes(m *build.Machine, lanes build.P, at uintptr) scaledPair {
	return scaledPair{
		m.LoadAt(lanes, at+unsafe.Offsetof(rowLanes.P)),
		m.LoadAt(lanes, at+unsafe.Offsetof(rowLanes.E)),
		m.Bits(m.LoadAt(lanes, at+unsafe.Offsetof(rowLanes.Exp))),
	}.foldLanes(m)
}

// foldLanes merges the halves of a row of eight lanes until it fits a vector.
func (a scaledPair) foldLanes(m *build.Machine) scaledPair {
	for n := generic.Row8; n > m.Width(); n /= 2 {
		var low, high scaledPair
		low.p, high.p = m.GetLo(a.p), m.GetHi(a.p)
		low.e, high.e = m.GetLo(a.e), m.GetHi(a.e)
		exp := m.Float(a.exp)
		low.exp, high.exp = m.Bits(m.GetLo(exp)), m.Bits(m.GetHi(exp))
		a = low.merge(m, high)
	}
	return a
}

// transposeReduce merges the lower halves of the rows of a and b with the upper ones: half
// lanes each.
func (a scaledPair) transposeReduce(m *build.Machine, b scaledPair, half int) scaledPair {
	var low, high scaledPair
	low.p, high.p = m.Interleave(a.p, b.p, half)
	low.e, high.e = m.Interleave(a.e, b.e, half)
	n0, n1 := m.Interleave(m.Float(a.exp), m.Float(b.exp), half)
	low.exp, high.exp = m.Bits(n0), m.Bits(n1)
	return low.merge(m, high)
}

// merge merges products lane by lane.
func (a scaledPair) merge(m *build.Machine, b scaledPair) (c scaledPair) {
	if a.e.None() {
		c.p = m.Mul(a.p, b.p)
		c.e = m.MulSub(a.p, b.p, c.p)
	} else {
		c.p, c.e = mergePair(m, a.p, a.e, b.p, b.e)
	}
	c.exp = m.AddInt(a.exp, b.exp) // none of none
	return c
}
