package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logRows = &build.Kernel{
	Name: "logRows",
	Doc: []string{
		"logRows is",
		"",
		"	for r := range n {",
		"		p[r] = generic.Product{P: p[r], E: e[r], Exp: exp[r]}.Log()",
		"	}",
		"",
		"with n a whole number of groups.",
	},
	Params: []string{"p", "e", "exp", "n"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *build.Machine) {
		p, e, exp, n := m.Pointer("p"), m.Pointer("e"), m.Pointer("exp"), m.Count("n")
		m.ForEachGroup(n, func() {
			m.Store(p, logProduct(m, m.Load(p), m.Load(e), m.Bits(m.Load(exp))))
		}, p, e, exp)
	},
}

// logProduct is generic's Product.Log of a product without special factors. Its exponent is 0
// where exp is nothing.
func logProduct(m *build.Machine, p, e build.F, exp build.I) build.F {
	return logOfProduct(m, p, e, func() build.F {
		if m.Float(exp).None() {
			return build.F{}
		}
		return floatOf(m, exp)
	})
}

// logOfProduct is logProduct with an exponent that is a float.
func logOfProduct(m *build.Machine, p, e build.F, exp func() build.F) build.F {
	return m.Add(logPartsOfProduct(m, p, e, exp))
}

// logPartsOfProduct is generic's Product.logParts. The product need not be normalised.
func logPartsOfProduct(m *build.Machine, p, e build.F, exp func() build.F) (s, low build.F) {
	p, e = fastTwoSum(m, p, e)
	v := reduce(m, p)
	k := v.k
	if n := exp(); !n.None() {
		k = k.plus(m, n)
	}
	h := k.mul(m, generic.Ln2)
	l := k.mulAdd(m, generic.Ln2Tail, k.mulSub(m, generic.Ln2, h))
	s, e1 := twoSum(m, h, v.hi)
	s, e2 := twoSum(m, s, v.r)
	d := m.Div(e, p)
	d = m.MulAdd(m.Mul(m.Const(-0.5), d), d, d)
	return s, m.Add(m.Add(e1, e2), m.Add(tail(m, v.r, m.Add(v.lo, l)), d))
}
