package kernels

import "sumlog/gen/build"

// twoProd is generic.twoProd.
func twoProd(m *build.Machine, a, b build.F) (p, e build.F) {
	p = m.Mul(a, b)
	return p, m.MulSub(a, b, p)
}

// nearest is generic.nearest.
func nearest(m *build.Machine, x build.F) build.F {
	shift := m.Const(0x3p51)
	return m.Sub(m.Add(x, shift), shift)
}

// negative is 0 - a.
func negative(m *build.Machine, a build.F) build.F { return m.Sub(m.Const(0), a) }
