package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var (
	rowLanes generic.RowLanes
	rowPlan  generic.RowPlan
)

const rowLanesSize = int(unsafe.Sizeof(rowLanes))

var productRows = &build.Kernel{
	Name: "productRows",
	Doc: []string{
		"productRows multiplies the elements of each row, as generic.ProductOf does, down",
		"to the eight lanes of a generic.RowLanes: those of row r of x at lanes[r]. The",
		"generic.RowPlan at plan tells how long rows are. A row's last 8 elements are taken",
		"from last, with the stride of x, and filled up with ones by mask, which points into",
		"generic.RowMask.",
	},
	Params: []string{"lanes", "x", "last", "mask", "plan", "rows"},
	Counts: []string{"rows"},
	Lanes:  generic.Row8,
	Body: func(m *build.Machine) {
		lanes, x, last := m.Pointer("lanes"), m.Pointer("x"), m.Pointer("last")
		mask, plan := m.Pointer("mask"), m.Pointer("plan")
		m.Repeat(m.Count("rows"), func() {
			r := row{
				m: m, x: x, last: last, mask: mask, plan: plan,
				exp:     m.Var(m.Const(0)),
				minBits: m.Var(m.Float(m.Int(generic.Infinity))),
				maxExp:  m.Var(m.Const(0)),
			}
			p, e := r.product()
			r.store(lanes, p, e)
			m.AddPtr(lanes, rowLanesSize)
			stride := m.LoadCount(plan, unsafe.Offsetof(rowPlan.Stride))
			m.AddPtrCount(x, stride)
			m.AddPtrCount(last, stride)
		})
	},
}

// row is one row on its way: where it is, and what product keeps besides lanes.
type row struct {
	m                    *build.Machine
	x, last, mask, plan  build.P
	exp, minBits, maxExp build.F
}

// product multiplies the quarters and merges them, the tree's upper levels. A
// quarter that is not there would be merged as (1, 0), which changes nothing.
func (r row) product() (p, e build.F) {
	p, e = r.quarter(0)
	r.with(2, p, e, func() (q, f build.F) { return r.quarter(2) })
	r.with(1, p, e, func() (q, f build.F) {
		q, f = r.quarter(1)
		r.with(3, q, f, func() (build.F, build.F) { return r.quarter(3) })
		return q, f
	})
	r.normalizeIf(unsafe.Offsetof(rowPlan.Joined), p, e, false)
	return p, e
}

// with merges p and e with what other returns, if the row has that quarter.
func (r row) with(quarter uintptr, p, e build.F, other func() (q, f build.F)) {
	m := r.m
	m.If(m.LoadCount(r.plan, unsafe.Offsetof(rowPlan.Has)+8*quarter), func() {
		q, f := other()
		t, d := mergePair(m, p, e, q, f)
		m.Assign(e, d)
		m.Assign(p, t)
	})
}

// quarter multiplies the row's elements that belong to eight of the lanes.
func (r row) quarter(q uintptr) (p, e build.F) {
	m := r.m
	p, e = m.Var(m.Const(1)), m.Var(m.Const(0))
	multiply := func(v build.F) {
		m.Accumulate(r.minBits, m.MinInt32, m.Bits(v))
		t := m.Mul(p, v)
		m.Assign(e, m.MulAdd(e, v, m.MulSub(p, v, t)))
		m.Assign(p, t)
	}
	x := m.Offset(r.x, 8*(int(q)/2*generic.Stripe+int(q)%2*generic.Row8))
	m.Repeat(m.LoadCount(r.plan, unsafe.Offsetof(rowPlan.Whole)+8*q), func() {
		multiply(m.Load(x))
		m.AddPtr(x, 8*generic.Width)
	})
	m.If(m.LoadCount(r.plan, unsafe.Offsetof(rowPlan.Last)+8*q), func() {
		multiply(maskTail(m, m.Load(r.last), r.mask))
	})
	r.normalizeIf(unsafe.Offsetof(rowPlan.EachQuarter), p, e, q == 0)
	return p, e
}

// maskTail is a row of 8 with ones in the place of what is beyond the row.
func maskTail(m *build.Machine, x build.F, mask build.P) build.F {
	and, or := m.Bits(m.Load(mask)), m.Bits(m.LoadAt(mask, unsafe.Offsetof(generic.RowMask.Or)))
	return m.Float(m.OrInt(m.AndInt(m.Bits(x), and), or))
}

// normalizeIf normalises where the plan says so. The first exponents of a row need
// not be added to anything.
func (r row) normalizeIf(flag uintptr, p, e build.F, first bool) {
	m := r.m
	m.If(m.LoadCount(r.plan, flag), func() {
		exp := normalize(m, p, e, r.maxExp)
		if first {
			m.Assign(r.exp, m.Float(exp))
		} else {
			addTo(m, r.exp, exp)
		}
	})
}

// store writes the row's lanes. Where one cannot be trusted it is NaN: see
// generic.ProductLanes.
func (r row) store(lanes build.P, p, e build.F) {
	m := r.m
	bad := m.Or(
		m.LessInt(m.Bits(r.minBits), m.Int(generic.RawMin<<32)),
		m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(r.maxExp)))
	m.StoreAt(lanes, unsafe.Offsetof(rowLanes.P), m.Merge(bad, m.Const(math.NaN()), p))
	m.StoreAt(lanes, unsafe.Offsetof(rowLanes.E), e)
	m.StoreAt(lanes, unsafe.Offsetof(rowLanes.Exp), r.exp)
}
