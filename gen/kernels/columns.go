package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var (
	columnLanes generic.ColumnLanes
	columnPlan  generic.ColumnPlan
)

var productColumns = &build.Kernel{
	Name: "productColumns",
	Doc: []string{
		"productColumns multiplies elements of columns into their lanes, as the generic.ColumnPlan",
		"at plan tells. lanes points to the first P of a generic.ColumnLanes, x to the first element.",
	},
	Params: []string{"lanes", "x", "plan"},
	Lanes:  generic.Row8,
	Body: func(m *build.Machine) {
		lanes, x, plan := m.Pointer("lanes"), m.Pointer("x"), m.Pointer("plan")
		count := func(offset uintptr) build.N { return m.LoadCount(plan, offset) }
		m.Repeat(count(unsafe.Offsetof(columnPlan.Lanes)), func() {
			at := m.Offset(x, 0)
			m.Repeat(count(unsafe.Offsetof(columnPlan.Vectors)), func() {
				multiplyColumns(m, lanes, at, plan, func(x build.P) build.F { return m.Load(x) })
				m.AddPtr(at, 8*generic.Row8)
			})
			m.If(count(unsafe.Offsetof(columnPlan.Part)), func() {
				mask := m.Bits(m.LoadAt(plan, unsafe.Offsetof(columnPlan.Mask)))
				set := m.LessInt(mask, m.Int(0))
				multiplyColumns(m, lanes, at, plan, func(x build.P) build.F {
					return m.Merge(set, m.LoadMasked(set, x, 0), m.Const(1))
				})
			})
			m.AddPtrCount(x, count(unsafe.Offsetof(columnPlan.Row)))
		})
	},
}

// multiplyColumns multiplies one lane of eight columns and moves lanes behind it.
func multiplyColumns(m *build.Machine, lanes, x, plan build.P, load func(x build.P) build.F) {
	p, e, exp := m.Var(m.Const(1)), m.Var(m.Const(0)), m.Var(m.Const(0))
	minBits, maxExp := m.Var(m.Float(m.Int(generic.Infinity))), m.Var(m.Const(0))
	m.If(m.LoadCount(plan, unsafe.Offsetof(columnPlan.More)), func() {
		m.Assign(p, m.LoadAt(lanes, unsafe.Offsetof(columnLanes.P)))
		m.Assign(e, m.LoadAt(lanes, unsafe.Offsetof(columnLanes.E)))
		m.Assign(exp, m.LoadAt(lanes, unsafe.Offsetof(columnLanes.Exp)))
	})
	at, stride := m.Offset(x, 0), m.LoadCount(plan, unsafe.Offsetof(columnPlan.Stride))
	m.Repeat(m.LoadCount(plan, unsafe.Offsetof(columnPlan.Rows)), func() {
		v := load(at)
		m.Accumulate(minBits, m.MinInt32, m.Bits(v))
		next := m.Mul(p, v)
		m.Assign(e, m.MulAdd(e, v, m.MulSub(p, v, next)))
		m.Assign(p, next)
		m.AddPtrCount(at, stride)
	})
	addTo(m, exp, normalize(m, p, e, maxExp))
	bad := m.Or(
		m.LessInt(m.Bits(minBits), m.Int(generic.RawMin<<32)),
		m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(maxExp)))
	m.StoreAt(lanes, unsafe.Offsetof(columnLanes.P), p)
	m.StoreAt(lanes, unsafe.Offsetof(columnLanes.E), m.Merge(bad, m.Const(math.NaN()), e))
	m.StoreAt(lanes, unsafe.Offsetof(columnLanes.Exp), exp)
	m.AddPtr(lanes, 8*generic.Row8)
}

var mergeColumns = &build.Kernel{
	Name: "mergeColumns",
	Doc: []string{
		"mergeColumns merges lanes of columns with others: eight products from a on with those from",
		"b on, that many times. Both point to a P of a generic.ColumnLanes.",
	},
	Params: []string{"a", "b", "vectors"},
	Counts: []string{"vectors"},
	Lanes:  generic.Row8,
	Body: func(m *build.Machine) {
		a, b := m.Pointer("a"), m.Pointer("b")
		load := func(p build.P) scaledPair {
			return scaledPair{
				m.LoadAt(p, unsafe.Offsetof(columnLanes.P)),
				m.LoadAt(p, unsafe.Offsetof(columnLanes.E)),
				m.Bits(m.LoadAt(p, unsafe.Offsetof(columnLanes.Exp))),
			}
		}
		m.Repeat(m.Count("vectors"), func() {
			c := load(a).merge(m, load(b))
			m.StoreAt(a, unsafe.Offsetof(columnLanes.P), c.p)
			m.StoreAt(a, unsafe.Offsetof(columnLanes.E), c.e)
			m.StoreAt(a, unsafe.Offsetof(columnLanes.Exp), m.Float(c.exp))
			m.AddPtr(a, 8*generic.Row8)
			m.AddPtr(b, 8*generic.Row8)
		})
	},
}
