package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logBeta = twoWays{
	name: "logBeta", does: "dst[j] = ln B(a[j], b[j])", args: []string{"a", "b"}, length: "n",
	of: func(m *build.Machine, v []build.F, later deferral) build.F {
		return logBetaOf(m, v[0], v[1], later)
	},
}.kernel()

// logBetaOf is generic.logBeta.
func logBetaOf(m *build.Machine, a, b build.F, later deferral) build.F {
	h, l := beta(m, a, b, &later)
	result := m.Var(m.Add(h, l))
	m.Commentf("a or b that is no ordinary number, or huge")
	m.UnlessAll(ordinary(m, a, b, 0), func() {
		zero := m.Const(0)
		v := finiteOr(m, result, a, b, math.Inf(-1))
		isZero := m.Or(m.Equal(a, zero), m.Equal(b, zero))
		finite := m.Less(m.Add(a, b), m.Const(infinity))
		v = m.Merge(isZero, m.Merge(finite, m.Const(infinity), m.Const(math.NaN())), v)
		m.Assign(result, notNegative(m, a, b, v))
	})
	return result
}

// beta is generic.beta. A later of nil leaves none for later.
func beta(m *build.Machine, x, y build.F, later *deferral) (h, l build.F) {
	less := m.Less(x, y)
	a, b := m.Merge(less, y, x), m.Merge(less, x, y)
	if later != nil {
		b = m.Var(b)
	}
	rh, rl := m.Var(m.Const(0)), m.Var(m.Const(0))
	m.Block(func(done build.Exit) {
		small := func() build.M { return m.Less(b, m.Const(generic.FirstLarge)) }
		m.Block(func(large build.Exit) {
			if later == nil {
				m.ExitIfNone(large, small())
			} else {
				later.separate(m, small(), large, nil, b)
			}
			m.Commentf("lanes of which the smaller argument is small")
			bs := m.Merge(small(), b, m.Const(1))
			h, l := rising(m, a, build.F{}, bs, false)
			gh, gl := gammaBelow9(m, bs)
			s, e := twoDiff(m, gh, h)
			m.Assign(rh, s)
			m.Assign(rl, m.Add(e, m.Sub(gl, l)))
			m.ExitIfAll(done, small())
		})
		m.Commentf("lanes of which both are large")
		c, ce := fastTwoSum(m, a, b)
		h, l := entropy(m, a, build.F{}, b, c, ce, -0.5)
		m.Assign(rh, m.Merge(small(), rh, negative(m, h)))
		m.Assign(rl, m.Merge(small(), rl, negative(m, l)))
	})
	return rh, rl
}

// entropy is generic.entropy. An ae or ce without value is 0.
func entropy(m *build.Machine, a, ae, b, c, ce build.F, half float64) (h, l build.F) {
	one := m.Const(1)
	ic, q1, q2 := m.Div(one, c), m.Div(c, b), m.Div(c, a)
	ia, ib := m.Div(one, a), m.Div(one, b)
	hb, lb := logHL(m, b) // while the divisions last
	r1, r2 := m.MulSub(q1, b, c), m.MulSub(q2, a, c)
	if ce.None() {
		r1 = negative(m, r1)
	} else {
		r1, r2 = m.Sub(ce, r1), m.Sub(r2, ce)
	}
	if !ae.None() {
		r2 = m.MulAdd(q2, ae, r2)
	}
	d1, d2 := m.Mul(r1, ic), m.Mul(r2, ic)
	h1, l1 := logHL(m, q1)
	l1 = m.Add(l1, d1)
	g1, e1 := twoProd(m, b, h1)
	low := m.MulAdd(b, l1, e1)
	h2, l2 := logHL(m, q2)
	l2 = m.Sub(l2, m.MulAdd(m.Mul(m.Const(0.5), d2), d2, d2))
	g2, e2 := twoProd(m, a, h2)
	low = m.Add(low, m.MulAdd(a, l2, e2))
	if !ae.None() {
		low = m.MulAdd(ae, h2, low)
	}
	h, e := fastTwoSum(m, g1, g2)
	v := m.MulAdd(m.Const(half), m.Sub(h2, hb), m.Const(-generic.HalfLn2Pi))
	h, fe := fastTwoSum(m, h, m.Sub(v, m.Const(generic.HalfLn2PiLo)))
	st := m.Add(gammaStirling(m, ia), gammaStirling(m, ib))
	st = m.Sub(gammaStirling(m, ic), st)
	low = m.Add(low, m.MulAdd(m.Const(half), m.Sub(l2, lb), st))
	return h, m.Add(low, m.Add(e, fe))
}
