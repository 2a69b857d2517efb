package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// gamma2 is generic.gamma2.
func gamma2(m *build.Machine, z build.F) (h, l build.F) {
	pair := func(i int) build.F {
		return m.MulAdd(z, m.Const(generic.Gamma2Q[i+1]), m.Const(generic.Gamma2Q[i]))
	}
	z2 := m.Mul(z, z)
	q := pair(16)
	for i := 14; i >= 0; i -= 2 {
		q = m.MulAdd(z2, q, pair(i))
	}
	p, pe := twoProd(m, z, m.Const(generic.Gamma2G1))
	u, ue := fastTwoSum(m, m.Const(generic.Gamma2G0), p)
	rest := m.MulAdd(z, m.Const(generic.Gamma2G1Lo), m.Const(generic.Gamma2G0Lo))
	t := m.MulAdd(z2, q, m.Add(m.Add(ue, pe), rest))
	h, l = twoProd(m, z, u)
	return h, m.MulAdd(z, t, l)
}

// gamma1 is generic.gamma1.
func gamma1(m *build.Machine, z build.F) build.F {
	p := m.Const(generic.Gamma1Taylor[5])
	for i := 4; i >= 0; i-- {
		p = m.MulAdd(z, p, m.Const(generic.Gamma1Taylor[i]))
	}
	p = m.MulAdd(z, p, m.Const(generic.Gamma2G0Lo))
	return m.MulAdd(z, m.Const(generic.MinusEuler), m.Mul(z, p))
}

// gammaSmall is generic.gammaSmall, for 0 < y < last+2. Masks are made where they are used:
// AVX-512 has few registers for them, which cannot be spilled.
func gammaSmall(m *build.Machine, z, j, y1 build.F, last int, scaled bool) (h, l build.F) {
	one := m.Const(1)
	lowest := m.Less(j, m.Const(0.5))
	p0 := m.Merge(lowest, z, one)
	var k build.F
	if scaled {
		tiny := m.And(lowest, m.Less(z, m.Const(0x1p-500)))
		p0 = m.Mul(p0, m.Merge(tiny, m.Const(0x1p600), one))
		k = m.Masked(tiny, m.Const(-600))
	}
	low := m.Less(j, m.Const(1.5))
	q := m.Merge(m.Less(j, m.Const(2.5)), one, y1)
	q = m.Merge(low, m.Add(one, z), q)
	qe := m.Masked(low, m.Add(m.Sub(one, q), z))
	product, missing := twoProd(m, p0, q)
	p, e := m.Var(product), m.Var(m.MulAdd(p0, qe, missing))
	gh, gl := gamma2(m, z) // here it fills the pipelines while the factors wait for each other
	more := m.Less(m.Const(3.5), j)
	m.IfAny(more, func() {
		m.Commentf("the factors below y-1")
		for i := 2; i <= last; i++ {
			if i > 2 {
				more = m.Less(m.Const(float64(i)+1.5), j)
			}
			f := m.Merge(more, m.Sub(y1, m.Const(float64(i-1))), one)
			t, te := twoProd(m, p, f)
			m.Assign(e, m.MulAdd(e, f, te))
			m.Assign(p, t)
		}
	})
	quotient := m.Div(e, p)
	v := reduce(m, p)
	if scaled {
		v.k = m.Add(v.k, k)
	}
	lh, ll := v.log(m)
	ll = m.Add(ll, quotient)
	lh = m.Merge(low, negative(m, lh), lh)
	ll = m.Merge(low, negative(m, ll), ll)
	h, e2 := twoSum(m, gh, lh)
	return h, m.Add(e2, m.Add(gl, ll))
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
