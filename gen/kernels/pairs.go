package kernels

import "sumlog/gen/build"

// twoProd is generic.TwoProd.
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

// fastTwoDiff is generic.fastTwoDiff.
func fastTwoDiff(m *build.Machine, a, b build.F) (s, e build.F) {
	s = m.Sub(a, b)
	return s, m.Sub(m.Sub(a, s), b)
}

// twoDiff is generic.twoDiff.
func twoDiff(m *build.Machine, a, b build.F) (s, e build.F) {
	s = m.Sub(a, b)
	t := m.Sub(s, a)
	return s, m.Sub(m.Sub(a, m.Sub(s, t)), m.Add(b, t))
}

// mulPair is generic.mulPair.
func mulPair(m *build.Machine, p, e, q, qe build.F) (h, l build.F) {
	h, l = twoProd(m, p, q)
	return h, m.MulAdd(e, q, m.MulAdd(p, qe, l))
}

// logScaled is generic.logScaled.
func logScaled(m *build.Machine, x, k build.F) (h, t build.F) {
	v := reduce(m, x)
	v.k = v.k.plus(m, k)
	return v.log(m)
}

// both makes one mask of several. Each is made when it is needed: AVX-512 has few registers
// for them, which cannot be spilled.
func both(m *build.Machine, masks ...func() build.M) build.M {
	all := masks[0]()
	for _, f := range masks[1:] {
		all = m.And(all, f())
	}
	return all
}
