package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var carefulDotRows = &build.Kernel{
	Name: "carefulDotRows",
	Doc: []string{
		"carefulDotRows sets dst to the weighted sums of the logarithms of as many rows as a vector",
		"has lanes, as generic.CarefulDotLog does. No x is subnormal where w is not 0. The",
		"generic.RowsPlan at plan tells how long rows are; columns points to generic.DotColumns.",
	},
	Params: []string{"dst", "w", "x", "columns", "plan"},
	Group:  1,
	Body: func(m *build.Machine) {
		plan := m.Pointer("plan")
		d := carefulRows{m, uintptr(8 * m.Width()), 2 * 8 * m.Width()}
		nothing := func([]build.F) {}
		// Beyond a row, 0·ln 1.
		storeColumns(m, m.Pointer("x"), m.Pointer("columns"), plan, 2, m.Const(1), nothing)
		weights := m.Offset(m.Pointer("columns"), int(d.second))
		storeColumns(m, m.Pointer("w"), weights, plan, 2, m.Const(0), nothing)
		m.WithVectors(2, func() { d.lanes(plan) })
		m.Store(m.Pointer("dst"), d.reduce(plan))
	},
}

// carefulRows are the lanes of rows, each in the place of its first column: S of the elements, C of
// the weights, which come second.
type carefulRows struct {
	m        *build.Machine
	second   uintptr
	distance int
}

func (d *carefulRows) load(p build.P) (first, second build.F) {
	return d.m.LoadApart(p, 0, d.distance), d.m.LoadApart(p, d.second, d.distance)
}

func (d *carefulRows) store(p build.P, first, second build.F) {
	d.m.StoreApart(p, 0, d.distance, first)
	d.m.StoreApart(p, d.second, d.distance, second)
}

func (d *carefulRows) term(p build.P) (g, low build.F) {
	x, w := d.load(p)
	return carefulTerm(d.m, w, factor(d.m, w, x))
}

// lanes adds the terms of all columns.
func (d *carefulRows) lanes(plan build.P) {
	m := d.m
	column := m.Pointer("columns")
	more := m.Offset(plan, int(unsafe.Offsetof(rowsPlan.More)))
	m.RepeatSome(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Lanes)), func() {
		g, low := d.term(column)
		first, rest := fastTwoSum(m, m.Add(g, m.Const(0)), low)
		s, c := m.Var(first), m.Var(rest)
		m.If(m.LoadCount(more, 0), func() {
			from := m.Offset(column, 0)
			m.RepeatSome(m.LoadCount(more, 0), func() {
				m.AddPtr(from, generic.Width*d.distance)
				g, low := d.term(from)
				sum, rest := addCarefully(m, s, c, g, low)
				m.Assign(s, sum)
				m.Assign(c, rest)
			})
		})
		d.store(column, s, c)
		m.AddPtr(column, 2*d.distance)
		m.AddPtr(more, 8)
	})
}

// reduce returns the sums of the lanes.
func (d *carefulRows) reduce(plan build.P) build.F {
	m := d.m
	merge := func(p build.P, apart int) (s, c build.F) {
		s, c = d.load(p)
		t, e := d.load(m.Offset(p, apart*d.distance))
		return addPair(m, s, c, t, e)
	}
	m.WithVectors(2, func() {
		for level := range rowsPlan.Pairs {
			p := m.Pointer("columns")
			m.Repeat(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Pairs)+8*uintptr(level)), func() {
				s, c := merge(p, generic.Width/2>>level)
				d.store(p, s, c)
				m.AddPtr(p, 2*d.distance)
			})
		}
	})
	return m.Add(merge(m.Pointer("columns"), 1))
}
