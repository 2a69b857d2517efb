package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// gammaPart is generic.gammaPart, and inParts where that is below 8.
func gammaPart(m *build.Machine, y build.F) build.I {
	return m.ShiftAllRight(m.AddInt(m.Bits(y), m.Int(-generic.GammaFirst&math.MaxUint64)), 51)
}

func inParts(m *build.Machine, part build.I) build.M { return m.LessInt(part, m.Int(8)) }

// gammaSmall is generic.gammaSmall, given the part of 1+x.
func gammaSmall(m *build.Machine, x build.F, part build.I) (u, s, t build.F) {
	of := func(table *[8]float64) build.F { return m.Lookup(table, part) }
	w := m.Sub(x, of(&generic.GammaCentre))
	w2 := m.Mul(w, w)
	w4 := m.Mul(w2, w2)
	pair := func(k int) build.F {
		return m.MulAdd(w, of(&generic.GammaQ[k+1]), of(&generic.GammaQ[k]))
	}
	q := pair(13)
	for k := 9; k > 0; k -= 4 {
		q = m.MulAdd(w4, q, m.MulAdd(w2, pair(k+2), pair(k)))
	}
	q = m.MulAdd(w, q, of(&generic.GammaQ[0]))
	p, pe := twoProd(m, w, of(&generic.GammaG1))
	s, se := fastTwoSum(m, of(&generic.GammaG0), p)
	rest := m.MulAdd(w, of(&generic.GammaG1Lo), of(&generic.GammaG0Lo))
	t = m.MulAdd(w2, q, m.Add(m.Add(se, pe), rest))
	return m.Sub(x, of(&generic.GammaZero)), s, t
}

// mulSum is generic.mulSum.
func mulSum(m *build.Machine, u, s, t build.F) (h, l build.F) {
	h, l = twoProd(m, u, s)
	return h, m.MulAdd(u, t, l)
}

// gammaBelow9 is generic.gammaBelow9.
func gammaBelow9(m *build.Machine, x build.F) (h, l build.F) {
	far := func() build.M { return m.Less(m.Const(generic.GammaLeast), x) }
	one := m.Const(1)
	z := m.Merge(far(), m.Sub(x, one), x)
	u, s, t := gammaSmall(m, z, gammaPart(m, m.Add(z, one)))
	h, l = mulSum(m, u, s, t)
	h, l = m.Var(h), m.Var(l)
	m.UnlessAll(far(), func() {
		m.Commentf("x next to 0")
		tiny := m.Less(x, m.Const(0x1p-500))
		scaled := m.Mul(x, m.Merge(tiny, m.Const(0x1p600), one))
		lh, ll := logScaled(m, scaled, m.Masked(tiny, m.Const(-600)))
		s, e := lessLog(m, h, l, lh, ll)
		m.Assign(h, m.Merge(far(), h, s))
		m.Assign(l, m.Merge(far(), l, e))
	})
	return h, l
}

// lessLog is the difference of two pairs of which the second, a logarithm, is the larger.
func lessLog(m *build.Machine, h, l, lh, ll build.F) (s, e build.F) {
	s = m.Sub(h, lh)
	return s, m.Add(m.Sub(h, m.Add(s, lh)), m.Sub(l, ll))
}

// gammaLarge is generic.gammaLarge.
func gammaLarge(m *build.Machine, x build.F, half float64) (h, l build.F) {
	st := m.Add(gammaStirling(m, m.Div(m.Const(1), x)), m.Const(generic.HalfLn2PiLo))
	lh, ll := logHL(m, x)
	g, ge := twoProd(m, x, m.Sub(lh, m.Const(1)))
	h, e := fastTwoSum(m, g, m.MulAdd(m.Const(half), lh, m.Const(generic.HalfLn2Pi)))
	return h, m.MulAdd(x, ll, m.Add(m.Add(ge, e), m.MulAdd(m.Const(half), ll, st)))
}

// gammaHuge is generic.gammaHuge where x is below [generic.GammaOverflow], and +Inf beyond.
func gammaHuge(m *build.Machine, x build.F) build.F {
	y := m.Mul(x, m.Const(0.25))
	lh, ll := logHL(m, x)
	g, ge := twoProd(m, y, m.Sub(lh, m.Const(1)))
	v := m.Mul(m.Const(4), m.Add(g, m.MulAdd(y, ll, ge)))
	return m.Merge(m.Less(x, m.Const(generic.GammaOverflow)), v, m.Const(infinity))
}

// gammaStirling is generic.gammaStirling.
func gammaStirling(m *build.Machine, i build.F) build.F {
	c := func(k int) build.F { return m.Const(generic.GammaStirling[k]) }
	w := m.Mul(i, i)
	p := m.MulAdd(w, c(6), c(5))
	for k := 4; k >= 0; k-- {
		p = m.MulAdd(w, p, c(k))
	}
	return m.Mul(i, p)
}
