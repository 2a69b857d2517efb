package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var infinity = math.Inf(1)

var logGamma = &build.Kernel{
	Name: "logGamma",
	Doc: []string{
		"logGamma is",
		"",
		"	for j := range n {",
		"		dst[j] = ln Γ(x[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  1, // two mix more paths: counts below 100 take a quarter longer with AVX2
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, logGammaOf(m, m.Load(x))) }, dst, x)
	},
}

// logGammaOf is generic.logGamma.
func logGammaOf(m *build.Machine, x build.F) build.F {
	result := m.Var(m.Const(0))
	above := func() build.M { return m.Less(m.Const(maxSubnormal), x) }
	m.Block(func(done build.Exit) {
		small := m.Less(x, m.Const(generic.FirstLarge))
		m.IfAny(small, func() {
			m.Commentf("lanes with a small x")
			j := nearest(m, x)
			h, l := gammaSmall(m, m.Sub(x, j), j, m.Sub(x, m.Const(1)), 6, false)
			m.Assign(result, m.Add(h, l))
			m.ExitIfAll(done, m.And(small, above()))
		})
		m.Commentf("the others")
		h, l := gammaLarge(m, x, -0.5)
		m.Assign(result, m.Merge(small, result, m.Add(h, l)))
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

var logFactorial = &build.Kernel{
	Name: "logFactorial",
	Doc: []string{
		"logFactorial is",
		"",
		"	for j := range n {",
		"		dst[j] = ln Γ(1+x[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, logFactorialOf(m, m.Load(x))) }, dst, x)
	},
}

// logFactorialOf is generic.logFactorial.
func logFactorialOf(m *build.Machine, x build.F) build.F {
	result := m.Var(m.Const(0))
	minusOne := m.Const(-1)
	m.Block(func(done build.Exit) {
		small := m.Less(x, m.Const(generic.FirstLarge))
		m.IfAny(small, func() {
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
			m.ExitIfAll(done, m.And(small, m.Less(minusOne, x)))
		})
		m.Commentf("the others")
		h, l := gammaLarge(m, x, 0.5)
		m.Assign(result, m.Merge(small, result, m.Add(h, l)))
		m.Commentf("x that is no ordinary number, or huge")
		usual := func() build.M {
			return m.And(m.Less(minusOne, x), m.Less(x, m.Const(generic.GammaHuge)))
		}
		m.UnlessAll(usual(), func() {
			huge := gammaHuge(m, x)
			other := m.Merge(m.Equal(x, minusOne), m.Const(infinity), m.Const(math.NaN()))
			other = m.Merge(m.Less(minusOne, x), huge, other)
			m.Assign(result, m.Merge(usual(), result, other))
		})
	})
	return result
}
