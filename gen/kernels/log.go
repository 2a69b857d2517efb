package kernels

import (
	"sumlog/gen/machine"
	"sumlog/kernel/generic"
)

// twoSum is generic.twoSum: 6 operations.
func twoSum(m *machine.Machine, a, b machine.F) (s, e machine.F) {
	s = m.Add(a, b)
	t := m.Sub(s, a)
	return s, m.Add(m.Sub(a, m.Sub(s, t)), m.Sub(b, t))
}

// offset is the bits of x, shifted so that the exponent field steps where the bit
// pattern at does: for x = 2^k·v with v from the float of that pattern to twice
// it, the field is k+1023.
func offset(m *machine.Machine, x machine.F, at uint64) machine.I {
	return m.AddInt(m.Bits(x), m.Int(generic.One-at))
}

// exponent is the float of an exponent field, less 1023.
func exponent(m *machine.Machine, e machine.I) machine.F {
	return m.Sub(m.Float(m.OrInt(e, m.Int(generic.Integer))), m.Const(0x1p52+1023))
}

// reduced is generic.reduced.
type reduced struct{ k, r, hi, lo machine.F }

func reduce(m *machine.Machine, x machine.F) reduced {
	u := offset(m, x, generic.LogSplit)
	v := m.Float(m.AddInt(m.AndInt(u, m.Int(generic.MantissaMask)), m.Int(generic.LogSplit)))
	i := m.ShiftRight(u, 49)
	return reduced{
		r:  m.FMS(v, m.Lookup(&generic.LogC, i), m.Const(1)),
		hi: m.Lookup(&generic.LogHi, i),
		lo: m.Lookup(&generic.LogLo, i),
		k:  exponent(m, m.ShiftRight(u, 52)),
	}
}

// tail is generic.tail: ln(1+r) - r + l.
func tail(m *machine.Machine, r, l machine.F) machine.F {
	q := func(i int) machine.F { return m.FMA(r, m.Const(generic.LogQ[i+1]), m.Const(generic.LogQ[i])) }
	r2 := m.Mul(r, r)
	r4 := m.Mul(r2, r2)
	high := m.FMA(r4, q(8), m.FMA(r2, q(6), q(4)))
	all := m.FMA(r4, high, m.FMA(r2, q(2), q(0)))
	return m.FMA(r2, m.FMA(r, all, m.Const(-0.5)), l)
}

// logHL is generic.logHL.
func logHL(m *machine.Machine, x machine.F) (h, t machine.F) {
	v := reduce(m, x)
	k := m.FMA(v.k, m.Const(generic.Ln2Hi), v.hi)
	h = m.Add(k, v.r)
	e := m.Add(m.Sub(k, h), v.r)
	return h, tail(m, v.r, m.Add(m.FMA(v.k, m.Const(generic.Ln2Lo), v.lo), e))
}
