package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logAccumulate = &build.Kernel{
	Name: "logAccumulate",
	Doc: []string{
		"logAccumulate is",
		"",
		"	for j := range n {",
		"		dst[j] = c.at(x[j])",
		"	}",
		"",
		"with c a generic.ClosedForm of at least one term and n a whole number of groups where",
		"the target has no masks.",
	},
	Params: []string{"dst", "x", "n", "c"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		c := closedForm{m, m.Pointer("c")}
		m.ForEach(n, func() { m.Store(dst, c.at(m.Load(x))) }, dst, x)
	},
}

// closedForm is generic.ClosedForm in memory.
type closedForm struct {
	m *build.Machine
	p build.P
}

var fields generic.ClosedForm

func (c closedForm) at(x build.F) build.F {
	m := c.m
	zero := m.Const(0)
	result, ph, pl := m.Var(zero), m.Var(zero), m.Var(zero)
	m.Block(func(done build.Exit) {
		small := m.Less(x, m.Const(generic.SmallX))
		m.IfAny(small, func() {
			m.Commentf("the first factors of lanes with a small x")
			p, e := c.product(x)
			h, l := logHL(m, p)
			l = m.Add(l, m.Div(e, p))
			m.Assign(ph, m.Masked(small, h))
			m.Assign(pl, m.Masked(small, l))
			m.If(m.LoadCount(c.p, unsafe.Offsetof(fields.Short)), func() {
				m.Assign(result, m.Add(ph, pl))
				m.ExitIfAll(done, small)
			})
		})
		m.Commentf("the others, or all of a large x")
		first := m.Merge(small, c.field(unsafe.Offsetof(fields.First)), m.Const(1))
		remaining := m.Merge(small,
			c.field(unsafe.Offsetof(fields.Remaining)), c.field(unsafe.Offsetof(fields.N)))
		m.Assign(result, closed(m, x, first, remaining, ph, pl))
	})
	m.Commentf("x that decides by itself")
	usual := m.And(m.Less(m.Const(-1), x), m.Less(x, m.Const(math.Inf(1))))
	m.UnlessAll(usual, func() {
		beyond := m.Merge(m.Less(m.Const(-1), x), m.Const(math.Inf(1)), m.Const(math.NaN()))
		beyond = m.Merge(m.Equal(x, m.Const(-1)), m.Const(math.Inf(-1)), beyond)
		m.Assign(result, m.Merge(usual, result, beyond))
	})
	return result
}

func (c closedForm) field(offset uintptr) build.F { return c.m.Broadcast(c.p, offset) }

// product is generic's ClosedForm.product.
func (c closedForm) product(x build.F) (p, e build.F) {
	m := c.m
	p0, e0 := twoSum(m, m.Const(1), x)
	p, e = m.Var(p0), m.Var(e0)
	th, tl := twoSum(m, c.field(unsafe.Offsetof(fields.Centre)), x)
	uh := m.Mul(th, th)
	ul := m.MulAdd(m.Add(th, th), tl, m.MulSub(th, th, uh))
	m.If(m.LoadCount(c.p, unsafe.Offsetof(fields.Middle)), func() {
		q := m.Mul(p, th)
		pe := m.MulSub(p, th, q)
		m.Assign(e, m.MulAdd(e, th, m.MulAdd(p, tl, pe)))
		m.Assign(p, q)
	})
	d := m.UniformVar(c.field(unsafe.Offsetof(fields.D)))
	m.Repeat(m.LoadCount(c.p, unsafe.Offsetof(fields.Pairs)), func() {
		dd := m.Mul(d, d)
		q := m.Sub(uh, dd)
		qe := m.Add(m.Sub(m.Sub(uh, q), dd), ul)
		t := m.Mul(p, q)
		pe := m.MulSub(p, q, t)
		m.Assign(e, m.MulAdd(e, q, m.MulAdd(p, qe, pe)))
		m.Assign(p, t)
		m.Assign(d, m.Add(d, m.Const(1)))
	})
	return p, e
}

// closed is generic.closed.
func closed(m *build.Machine, x, first, n, ph, pl build.F) build.F {
	one := m.Const(1)
	a, ae := twoSum(m, x, first)
	b, be := twoSum(m, a, n)
	rr := m.Div(one, m.Mul(a, b))
	ia, ib := m.Mul(b, rr), m.Mul(a, rr)

	ratio := takeApart(m, m.MulAdd(n, ia, one), generic.SqrtHalfSplit)
	k := ratio.exponent(m)
	scale := ratio.scale(m, k)
	c := m.Mul(b, scale)
	d := m.Sub(c, a)
	s := m.Div(d, m.Add(c, a))
	t := m.Mul(s, atanhR(m, m.Mul(s, s)))
	l := k.mulAdd(m, generic.Ln2Hi, m.MulAdd(m.Const(2), s, t))

	half := m.Sub(a, m.Const(0.5))
	w := m.Sub(b, c)
	f := m.Add(
		m.MulSub(half, k.mul(m, generic.Ln2Hi), w),
		m.MulSub(half, t, m.Mul(m.Add(one, d), s)))
	lh, ll := logHL(m, b)
	g := m.Mul(n, lh)
	low := m.MulAdd(n, ll, m.MulSub(n, lh, g))
	low = m.MulAdd(half, k.mul(m, generic.Ln2Lo), low)
	low = m.Add(low, m.Sub(c, m.Sub(b, w)))
	low = m.Add(low, m.Sub(stirling(m, ib), stirling(m, ia)))
	low = m.MulAdd(m.Mul(m.Const(-0.5), be), ib, low)
	low = m.MulAdd(ae, l, low)
	low = m.Add(low, pl)
	h, e1 := twoSum(m, g, f)
	h, e2 := twoSum(m, h, ph)
	return m.Add(h, m.Add(m.Add(e1, e2), low))
}

// atanhR is generic.atanhR.
func atanhR(m *build.Machine, z build.F) build.F {
	q := m.Const(generic.AtanhR[6])
	for i := 5; i >= 0; i-- {
		q = m.MulAdd(z, q, m.Const(generic.AtanhR[i]))
	}
	return m.Mul(z, q)
}

// stirling is generic.stirling.
func stirling(m *build.Machine, i build.F) build.F {
	c := func(i int) build.F { return m.Const(generic.Stirling[i]) }
	w := m.Mul(i, i)
	p := m.MulAdd(w, c(4), c(3))
	for k := 2; k >= 0; k-- {
		p = m.MulAdd(w, p, c(k))
	}
	return m.Mul(i, p)
}
