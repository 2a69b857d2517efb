package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var dotLogRows = &build.Kernel{
	Name: "dotLogRows",
	Doc: []string{
		"dotLogRows sets dst[r] to the weighted sum of the logarithms of row r, as generic.DotLog",
		"does, for as many rows as a vector has lanes at a time. Where the terms cancel, dst[r] is",
		"+Inf; where an element is no ordinary one, or the sum without signs, it is NaN. Either way",
		"fallback gets a 1. The generic.RowsPlan at plan tells how long rows are; columns points to",
		"generic.DotColumns. rows is a whole number of vectors.",
	},
	Params: []string{"dst", "w", "x", "columns", "plan", "rows", "fallback"},
	Counts: []string{"rows"},
	Group:  1,
	Body: func(m *build.Machine) {
		dst, w, x, plan := m.Pointer("dst"), m.Pointer("w"), m.Pointer("x"), m.Pointer("plan")
		results := m.UniformVar(m.Const(0)) // NaN where one is no finite number
		m.ForEachGroup(m.Count("rows"), func() {
			d := newDotRows(m)
			nothing := func([]build.F) {}
			// Beyond a row, 0·ln 1.
			storeColumns(m, x, m.Pointer("columns"), plan, 3, m.Const(1), nothing)
			storeColumns(m, w, m.Offset(m.Pointer("columns"), int(d.weight)), plan, 3, m.Const(0), nothing)
			m.WithVectors(2, func() { d.lanes(plan) })
			sum := d.reduce(plan)
			m.Assign(results, m.Add(results, m.Sub(sum, sum)))
			m.Store(dst, sum)
		}, dst)
		m.UnlessAll(m.Equal(results, results), func() {
			m.Scalar(func() { m.Store(m.Pointer("fallback"), m.Reg(m.Const(1))) })
		})
	},
}

// dotRows are the lanes of rows, each in the place of its first column: S of x, A of the weights,
// and C behind them.
type dotRows struct {
	m                     *build.Machine
	values                valueRange
	weight, low, distance uintptr
}

func newDotRows(m *build.Machine) *dotRows {
	vector := uintptr(8 * m.Width())
	return &dotRows{m: m, values: newRange(m), weight: vector, low: 2 * vector, distance: 3 * vector}
}

func (d *dotRows) load(p build.P, field uintptr) build.F {
	return d.m.LoadApart(p, field, int(d.distance))
}

// term returns a weight, and the logarithm that it is for as the sum of two numbers.
func (d *dotRows) term(p build.P) (w, h, t build.F) {
	m := d.m
	w, x := d.load(p, d.weight), d.load(p, 0)
	h, t = d.values.log(m, w, x)
	return w, h, t
}

// lanes adds the terms of all columns.
func (d *dotRows) lanes(plan build.P) {
	m := d.m
	column := m.Pointer("columns")
	more := m.Offset(plan, int(unsafe.Offsetof(rowsPlan.More)))
	m.RepeatSome(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Lanes)), func() {
		w, h, t := d.term(column)
		g, low := weighted(m, w, h, t)
		s, c, a := m.Var(m.Add(g, m.Const(0))), m.Var(low), m.Var(abs(m, g))
		m.If(m.LoadCount(more, 0), func() {
			from := m.Offset(column, 0)
			m.RepeatSome(m.LoadCount(more, 0), func() {
				m.AddPtr(from, generic.Width*int(d.distance))
				w, h, t := d.term(from)
				addProduct(m, []build.F{s, c, a}, w, h, t)
			})
		})
		d.store(column, s, c, a)
		m.AddPtr(column, 2*int(d.distance))
		m.AddPtr(more, 8)
	})
}

func (d *dotRows) store(p build.P, s, c, a build.F) {
	d.m.StoreApart(p, 0, int(d.distance), s)
	d.m.StoreApart(p, d.low, int(d.distance), c)
	d.m.StoreApart(p, d.weight, int(d.distance), a)
}

// merge returns lanes and those that are so far on.
func (d *dotRows) merge(p build.P, apart int) (s, c, a build.F) {
	other := uintptr(apart) * d.distance
	s, c = addPair(d.m, d.load(p, 0), d.load(p, d.low), d.load(p, other), d.load(p, other+d.low))
	return s, c, d.m.Add(d.load(p, d.weight), d.load(p, other+d.weight))
}

// reduce returns the sums of the lanes, +Inf or NaN.
func (d *dotRows) reduce(plan build.P) build.F {
	m := d.m
	m.WithVectors(2, func() {
		for level := range rowsPlan.Pairs {
			p := m.Pointer("columns")
			m.Repeat(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Pairs)+8*uintptr(level)), func() {
				s, c, a := d.merge(p, generic.Width/2>>level)
				d.store(p, s, c, a)
				m.AddPtr(p, 2*int(d.distance))
			})
		}
	})
	s, c, a := d.merge(m.Pointer("columns"), 1)
	sum := m.Add(s, c)
	// DotSum.Cancels, or the sum is subnormal or so, unless all terms are 0.
	const last = 52 << 52 // from an exponent to the one of the last place
	ulp := m.Float(m.SubInt(m.AndInt(m.Bits(sum), m.Int(generic.Infinity)), m.Int(last)))
	cancels := m.And(m.Less(ulp, m.Mul(a, m.Const(generic.DotCancels))), m.Less(m.Const(0), a))
	// Between these bounds DotSum.Cancels says the same, and DotScale is 1.
	ordinary := m.And(m.Less(m.Const(0x1p-900), a), m.Less(a, m.Const(math.Inf(1))))
	sum = m.Merge(cancels, m.Merge(ordinary, m.Const(math.Inf(1)), m.Const(math.NaN())), sum)
	outside := d.values.outside(m, generic.MantissaMask+1, generic.Infinity)
	return m.Merge(outside, m.Const(math.NaN()), sum)
}
