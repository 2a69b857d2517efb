package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var infinity = math.Inf(1)

var logGamma = twoWays{
	name: "logGamma", does: "dst[j] = ln Γ(x[j])", args: []string{"x"}, length: "n",
	of: func(m *build.Machine, v []build.F, later deferral) build.F {
		return logGammaOf(m, v[0], later)
	},
}.kernel()

// logGammaOf is generic.logGamma.
func logGammaOf(m *build.Machine, number build.F, later deferral) build.F {
	x, result := m.Var(number), m.Var(m.Const(0))
	above := func() build.M { return m.Less(m.Const(maxSubnormal), x) }
	small := func() build.M { return m.Less(x, m.Const(generic.FirstLarge)) }
	usualSmall := func() build.M { return m.And(small(), above()) }
	m.Block(func(done build.Exit) {
		m.Block(func(large build.Exit) {
			later.separate(m, usualSmall(), large, nil, x)
			m.Commentf("lanes with a small x")
			j := nearest(m, x)
			h, l := gammaSmall(m, m.Sub(x, j), j, m.Sub(x, m.Const(1)), 6, false)
			m.Assign(result, m.Add(h, l))
			m.ExitIfAll(done, usualSmall())
		})
		m.Commentf("the others")
		h, l := gammaLarge(m, x, -0.5)
		m.Assign(result, m.Merge(small(), result, m.Add(h, l)))
		m.Commentf("x that is no ordinary number, or huge")
		usual := func() build.M { return m.And(above(), m.Less(x, m.Const(generic.GammaHuge))) }
		m.UnlessAll(usual(), func() {
			huge, tiny := gammaHuge(m, x), negative(m, logSpecial(m, x))
			other := m.Merge(m.Less(m.Const(1), x), huge, tiny)
			m.Assign(result, m.Merge(usual(), result, other))
		})
	})
	return result
}

const maxSubnormal = 0x0.fffffffffffffp-1022

var logFactorial = twoWays{
	name: "logFactorial", does: "dst[j] = ln Γ(1+x[j])", args: []string{"x"}, length: "n",
	of: func(m *build.Machine, v []build.F, later deferral) build.F {
		return logFactorialOf(m, v[0], later)
	},
}.kernel()

// logFactorialOf is generic.logFactorial.
func logFactorialOf(m *build.Machine, number build.F, later deferral) build.F {
	x, result := m.Var(number), m.Var(m.Const(0))
	minusOne := m.Const(-1)
	above := func() build.M { return m.Less(minusOne, x) }
	small := func() build.M { return m.Less(x, m.Const(generic.FirstLarge)) }
	usualSmall := func() build.M { return m.And(small(), above()) }
	m.Block(func(done build.Exit) {
		m.Block(func(large build.Exit) {
			later.separate(m, usualSmall(), large, nil, x)
			m.Commentf("lanes with a small x")
			j := nearest(m, x)
			h, l := gammaSmall(m, m.Sub(x, j), m.Add(j, m.Const(1)), x, 7, false)
			m.Assign(result, m.Add(h, l))
			near := m.Less(m.Const(-generic.FlatGamma), x)
			flat := m.And(near, m.Less(x, m.Const(generic.FlatGamma)))
			m.IfAny(flat, func() {
				m.Commentf("x next to 0")
				m.Assign(result, m.Merge(flat, gamma1(m, x), result))
			})
			m.ExitIfAll(done, usualSmall())
		})
		m.Commentf("the others")
		h, l := gammaLarge(m, x, 0.5)
		m.Assign(result, m.Merge(small(), result, m.Add(h, l)))
		m.Commentf("x that is no ordinary number, or huge")
		usual := func() build.M { return m.And(above(), m.Less(x, m.Const(generic.GammaHuge))) }
		m.UnlessAll(usual(), func() {
			huge := gammaHuge(m, x)
			other := m.Merge(m.Equal(x, minusOne), m.Const(infinity), m.Const(math.NaN()))
			other = m.Merge(above(), huge, other)
			m.Assign(result, m.Merge(usual(), result, other))
		})
	})
	return result
}
