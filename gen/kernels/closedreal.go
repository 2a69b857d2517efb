package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// closedReal is generic.closedReal.
func closedReal(m *build.Machine, a, ae, n build.F) (h, l build.F) {
	one := m.Const(1)
	b, be := twoSum(m, a, n)
	ia, ib := m.Div(one, a), m.Div(one, b)
	lh, ll := logHL(m, b) // while the divisions last
	g, ge := twoProd(m, n, lh)

	ratio := takeApart(m, m.MulAdd(n, ia, one), generic.SqrtHalfSplit)
	k := ratio.exponent(m)
	scale := ratio.scale(m, k)
	c := m.Mul(b, scale)
	k0 := k.isZero(m)
	d := m.Merge(k0, n, m.Sub(c, a))
	slope := m.Mul(m.Merge(k0, n, m.Const(-0.5)), ib)
	den, dene := fastTwoSum(m, c, a)
	dene = m.MulAdd(be, scale, dene)
	inv := m.Div(one, den)
	diff := negative(m, m.Mul(n, m.Mul(ia, ib)))
	st := stirlingDiff(m, ia, ib, diff)
	s := m.Mul(d, inv)
	missing := m.Mul(m.MulAdd(s, dene, m.MulSub(s, den, d)), inv)
	t := m.Mul(s, atanhR(m, m.Mul(s, s)))

	half := m.Sub(a, m.Const(0.5))
	slopeA := k.mulAdd(m, generic.Ln2Hi, m.MulAdd(m.Const(2), s, t))
	slopeA = m.MulAdd(m.Const(-0.5), diff, slopeA)
	f, fe := twoProd(m, half, k.mul(m, generic.Ln2Hi))
	w := m.Sub(b, c)
	we := m.Sub(c, m.Sub(b, w))
	p, pe := twoProd(m, d, s)
	h, e1 := fastTwoSum(m, g, f)
	h, e2 := fastTwoDiff(m, h, w)
	h, e3 := fastTwoDiff(m, h, p)
	h, e4 := fastTwoDiff(m, h, s)
	l = m.MulAdd(n, ll, ge)
	l = m.MulAdd(half, k.mul(m, generic.Ln2Lo), l)
	l = m.Add(l, m.Add(fe, we))
	l = m.Sub(l, m.Sub(pe, m.MulAdd(d, missing, missing)))
	l = m.MulAdd(half, t, l)
	l = m.Add(l, st)
	l = m.MulAdd(slope, be, l)
	l = m.MulAdd(ae, slopeA, l)
	return h, m.Add(l, m.Add(m.Add(e1, e2), m.Add(e3, e4)))
}

// stirlingDiff is generic.stirlingDiff.
func stirlingDiff(m *build.Machine, ia, ib, d build.F) build.F {
	c := func(k int) build.F { return m.Const(generic.GammaStirling[k]) }
	wa, wb, s := m.Mul(ia, ia), m.Mul(ib, ib), m.Add(ia, ib)
	dd := c(6)
	p := m.MulAdd(wa, dd, c(5))
	for k := 4; k >= 0; k-- {
		dd = m.MulAdd(dd, wb, p)
		p = m.MulAdd(wa, p, c(k))
	}
	p = m.MulAdd(m.Mul(d, s), dd, p)
	return m.Mul(d, m.MulAdd(m.Mul(ia, s), dd, p))
}
