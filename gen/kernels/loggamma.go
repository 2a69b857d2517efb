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
		return logGammaOf(m, v[0], 0, later)
	},
}.kernel()

var logFactorial = twoWays{
	name: "logFactorial", does: "dst[j] = ln Γ(1+x[j])", args: []string{"x"}, length: "n",
	of: func(m *build.Machine, v []build.F, later deferral) build.F {
		return logGammaOf(m, v[0], 1, later)
	},
}.kernel()

// logGammaOf is generic.logGamma, or generic.logFactorial where plus is 1.
func logGammaOf(m *build.Machine, number build.F, plus float64, later deferral) build.F {
	x, result, one := m.Var(number), m.Var(m.Const(0)), m.Const(1)
	// The argument y = x + plus of ln Γ, and y-1. Both are made where they are used: one of them is x.
	y, less1 := func() build.F { return x }, func() build.F { return m.Sub(x, one) }
	pole := m.Const(-1)
	if plus == 1 {
		y, less1 = func() build.F { return m.Add(x, one) }, y
	} else {
		pole = m.Const(maxSubnormal)
	}
	above := func() build.M { return m.Less(pole, x) }
	far := func() build.M { return m.Less(m.Const(generic.GammaLeast), y()) }
	small := func() build.M { return m.Less(y(), m.Const(aboveGammaMost)) }
	usualSmall := func() build.M { return m.And(small(), above()) }
	m.Block(func(done build.Exit) {
		m.Block(func(large build.Exit) {
			m.ExitIfNone(large, small())
			z, part := m.Var(less1()), m.Var(m.Float(gammaPart(m, y())))
			lh, ll := m.Var(m.Const(0)), m.Var(m.Const(0))
			m.UnlessAll(inParts(m, m.Bits(part)), func() {
				later.separate(m, usualSmall(), large, nil, x)
				m.Commentf("lanes next to the pole")
				m.Assign(z, m.Merge(far(), less1(), y()))
				m.Assign(part, m.Float(gammaPart(m, m.Add(z, one))))
				h, l := logHL(m, y()) // while the polynomial is computed
				m.Assign(lh, h)
				m.Assign(ll, l)
			})
			m.Commentf("lanes with a small x")
			u, s, t := gammaSmall(m, z, m.Bits(part))
			m.Assign(result, m.MulAdd(u, s, m.Mul(u, t)))
			m.ExitIfAll(done, inParts(m, gammaPart(m, y())))
			m.UnlessAll(far(), func() {
				h, l := mulSum(m, u, s, t)
				h, l = lessLog(m, h, l, lh, ll)
				if plus == 1 {
					missing := m.Sub(x, m.Sub(y(), one))
					slope := m.MulAdd(y(), m.Const(generic.DigammaSlope), m.Const(generic.DigammaZero))
					l = m.MulAdd(missing, slope, l)
				}
				m.Assign(result, m.Merge(far(), result, m.Add(h, l)))
			})
			m.ExitIfAll(done, usualSmall())
		})
		m.Commentf("the others")
		h, l := gammaLarge(m, x, plus-0.5)
		m.Assign(result, m.Merge(small(), result, m.Add(h, l)))
		m.Commentf("x that is no ordinary number, or huge")
		usual := func() build.M { return m.And(above(), m.Less(x, m.Const(generic.GammaHuge))) }
		m.UnlessAll(usual(), func() {
			huge := gammaHuge(m, x)
			var other build.F
			if plus == 1 {
				other = m.Merge(m.Equal(x, pole), m.Const(infinity), m.Const(math.NaN()))
				other = m.Merge(above(), huge, other)
			} else {
				other = m.Merge(m.Less(one, x), huge, negative(m, logSpecial(m, x)))
			}
			m.Assign(result, m.Merge(usual(), result, other))
		})
	})
	return result
}

const (
	maxSubnormal   = 0x0.fffffffffffffp-1022
	aboveGammaMost = 0x1.2000000000001p3 // the number after generic.GammaMost
)
