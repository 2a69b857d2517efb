package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/machine"
	"sumlog/kernel/generic"
)

var (
	rowLanes generic.RowLanes
	rowPlan  generic.RowPlan
)

var productRows = &machine.Kernel{
	Name: "productRows",
	Doc: []string{
		"productRows multiplies the elements of each row, as generic.ProductOf does: row r",
		"of x into element r of the generic.RowLanes at lanes. The generic.RowPlan at plan",
		"tells how long rows are.",
	},
	Params: []string{"lanes", "x", "plan", "rows"},
	Counts: []string{"rows"},
	Lanes:  8,
	Body: func(m *machine.Machine) {
		lanes, x, plan, rows := m.Pointer("lanes"), m.Pointer("x"), m.Pointer("plan"), m.Count("rows")
		m.Repeat(rows, func() {
			r := row{
				m: m, x: x, plan: plan,
				exp:   m.Var(m.Const(0)),
				least: m.Var(m.Float(m.Int(generic.Infinity))),
				top:   m.Var(m.Const(0)),
			}
			p, e := r.product()
			r.store(lanes, p, e)
			m.Step(lanes, 8)
			m.StepBy(x, m.LoadCount(plan, unsafe.Offsetof(rowPlan.Stride)))
		})
	},
}

// row is one row on its way: where it is, and what product keeps besides lanes.
type row struct {
	m               *machine.Machine
	x, plan         machine.P
	exp, least, top machine.F
}

// product multiplies the quarters and joins them, the tree's upper levels. A
// quarter that is not there would be joined as (1, 0), which changes nothing.
func (r row) product() (p, e machine.F) {
	m := r.m
	p, e = r.quarter(0)
	r.with(2, p, e, func() (q, f machine.F) { return r.quarter(2) })
	r.with(1, p, e, func() (q, f machine.F) {
		q, f = r.quarter(1)
		r.with(3, q, f, func() (machine.F, machine.F) { return r.quarter(3) })
		return q, f
	})
	r.normaliseIf(unsafe.Offsetof(rowPlan.Joined), p, e, false)
	for lanes := 8; lanes > 1; lanes /= 2 {
		p0, p1 := m.Halve(p, lanes)
		e0, e1 := m.Halve(e, lanes)
		p, e = join(m, p0, e0, p1, e1)
	}
	return p, e
}

// with joins what other returns to p and e, if the row has that quarter.
func (r row) with(quarter uintptr, p, e machine.F, other func() (q, f machine.F)) {
	m := r.m
	m.If(m.LoadCount(r.plan, unsafe.Offsetof(rowPlan.Has)+8*quarter), func() {
		q, f := other()
		t, d := join(m, p, e, q, f)
		m.Assign(e, d)
		m.Assign(p, t)
	})
}

// quarter multiplies the row's octets that belong to eight of the lanes.
func (r row) quarter(q uintptr) (p, e machine.F) {
	m := r.m
	x := m.Beyond(r.x, int(q)*8*generic.Octet)
	first := m.Load(x)
	p, e = m.Var(first), m.Var(m.Const(0))
	r.seen(first)
	m.Repeat(m.LoadCount(r.plan, unsafe.Offsetof(rowPlan.More)+8*q), func() {
		m.Step(x, 8*generic.Lanes)
		v := m.Load(x)
		r.seen(v)
		t := m.Mul(p, v)
		m.Assign(e, m.FMA(e, v, m.FMS(p, v, t)))
		m.Assign(p, t)
	})
	r.normaliseIf(unsafe.Offsetof(rowPlan.EachQuarter), p, e, q == 0)
	return p, e
}

// normaliseIf normalises where the plan says so. The first exponents of a row need
// not be added to anything.
func (r row) normaliseIf(flag uintptr, p, e machine.F, first bool) {
	m := r.m
	m.If(m.LoadCount(r.plan, flag), func() {
		exp := normalise(m, p, e, r.top)
		if first {
			m.Assign(r.exp, m.Float(exp))
		} else {
			addTo(m, r.exp, exp)
		}
	})
}

func (r row) seen(x machine.F) {
	m := r.m
	m.Assign(r.least, m.Float(m.MinInt32(m.Bits(r.least), m.Bits(x))))
}

// store writes the row's product, or NaN where it cannot be trusted: see
// generic.ProductLanes.
func (r row) store(lanes machine.P, p, e machine.F) {
	m := r.m
	m.StoreFirst(lanes, p)
	m.StoreFirst(m.Beyond(lanes, int(unsafe.Offsetof(rowLanes.E))), e)
	exp := r.exp
	for n := 8; n > 1; n /= 2 {
		low, high := m.Halve(exp, n)
		exp = m.Float(m.AddInt(m.Bits(low), m.Bits(high)))
	}
	m.StoreFirst(m.Beyond(lanes, int(unsafe.Offsetof(rowLanes.Exp))), exp)
	field := m.ShiftRight(m.Bits(p), 52)
	m.Assign(r.top, m.Float(m.MaxUint32(m.Bits(r.top), field)))
	bad := m.Or(
		m.LessInt(m.Bits(r.least), m.Int(generic.RawMin<<32)),
		m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(r.top)))
	m.IfAny(bad, func() { m.StoreFirst(lanes, m.Reg(m.Const(math.NaN()))) })
}

var logRows = &machine.Kernel{
	Name:    "logRows",
	Wrapper: "sumlogrows",
	Doc: []string{
		"logRows is",
		"",
		"	for r := range n {",
		"		p[r] = generic.Product{P: p[r], E: e[r], Exp: exp[r]}.Log()",
		"	}",
		"",
		"with n a whole number of groups.",
	},
	Params: []string{"p", "e", "exp", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *machine.Machine) {
		p, e, exp, n := m.Pointer("p"), m.Pointer("e"), m.Pointer("exp"), m.Count("n")
		m.Each(n, func() {
			m.Store(p, logProduct(m, m.Load(p), m.Load(e), m.Bits(m.Load(exp))))
		}, p, e, exp)
	},
}

// logProduct is generic's Product.Log of a product without special factors.
func logProduct(m *machine.Machine, p, e machine.F, exp machine.I) machine.F {
	v := reduce(m, p)
	// An integer below 2^51 becomes a float on top of 3·2^51.
	const on = 0x3p51
	k := m.Add(v.k, m.Sub(m.Float(m.AddInt(exp, m.Int(math.Float64bits(on)))), m.Const(on)))
	h := m.Mul(k, m.Const(generic.Ln2))
	l := m.FMA(k, m.Const(generic.Ln2Tail), m.FMS(k, m.Const(generic.Ln2), h))
	s, e1 := twoSum(m, h, v.hi)
	s, e2 := twoSum(m, s, v.r)
	d := m.Div(e, p)
	d = m.FMA(m.Mul(m.Const(-0.5), d), d, d)
	return m.Add(s, m.Add(m.Add(e1, e2), m.Add(tail(m, v.r, m.Add(v.lo, l)), d)))
}
