package kernels

import (
	"math"

	"sumlog/gen/machine"
	"sumlog/internal/generic"
)

var log = &machine.Kernel{
	Name: "log",
	Doc: []string{
		"log is",
		"",
		"	for j := range n {",
		"		dst[j] = ln(x[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *machine.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.EachAny(n, func() { m.Store(dst, logAny(m, m.Load(x))) }, dst, x)
	},
}

// logAny is generic.log.
func logAny(m *machine.Machine, x machine.F) machine.F {
	// One offset serves both the reduction and the test for what is not a positive
	// normal number: with 2 more taken from the exponent field, such an x has an
	// unsigned u from bits(+Inf) less that offset on. The few normal numbers below
	// 1.3125·2^-1022 take the slow path as well, which is right for all.
	const less = 2
	const from = generic.LogSplit - generic.OneBits + less<<52
	u := m.AddInt(m.Bits(x), m.Int(-from&math.MaxUint64))
	h, t := reduceOffset(m, u, less).log(m)
	result := m.Var(m.Add(h, t))
	// The comparison is signed, so both sides lose their last bit.
	largest := m.ShiftRight(m.MaxOfGroup(u), 1)
	m.IfAny(m.LessInt(m.Int((generic.Infinity-1-from)>>1), largest), func() {
		m.Notef("zero, subnormal, negative, infinite or NaN")
		m.Assign(result, logSpecial(m, x))
	})
	return result
}

// logSpecial is generic.log with its switch.
func logSpecial(m *machine.Machine, x machine.F) machine.F {
	bits := m.Bits(x)
	subnormal := m.LessInt(bits, m.Int(generic.MantissaMask+1)) // or negative
	scaled := m.Sub(m.Float(m.OrInt(bits, m.Int(generic.OneBits))), m.Const(1))
	v := reduce(m, m.Select(subnormal, scaled, x))
	v.k = m.Add(v.k, m.Keep(subnormal, m.Const(-1022)))
	h, t := v.log(m)
	result := m.Add(h, t)
	result = m.Select(m.EqualInt(bits, m.Int(generic.Infinity)), x, result)
	result = m.Select(m.LessInt(m.Int(generic.Infinity), bits), m.Const(math.NaN()), result)
	result = m.Select(m.LessInt(bits, m.Int(0)), m.Const(math.NaN()), result)
	return m.Select(m.EqualInt(m.ShiftLeft(bits, 1), m.Int(0)), m.Const(math.Inf(-1)), result)
}

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
	return m.AddInt(m.Bits(x), m.Int(generic.OneBits-at))
}

// exponent is the float of an exponent field, less its bias.
func exponent(m *machine.Machine, e machine.I, bias int) machine.F {
	return m.Sub(m.Float(m.OrInt(e, m.Int(generic.Integer))), m.Const(0x1p52+float64(bias)))
}

// reduced is generic.reduced.
type reduced struct{ k, r, hi, lo machine.F }

func reduce(m *machine.Machine, x machine.F) reduced {
	return reduceOffset(m, offset(m, x, generic.LogSplit), 0)
}

// reduceOffset is reduce of an x that has been offset, with that much less in its
// exponent field.
func reduceOffset(m *machine.Machine, u machine.I, less int) reduced {
	v := m.Float(m.AddInt(m.AndInt(u, m.Int(generic.MantissaMask)), m.Int(generic.LogSplit)))
	i := m.ShiftRight(u, 49)
	return reduced{
		r:  m.FMS(v, m.Lookup(&generic.LogC, i), m.Const(1)),
		hi: m.Lookup(&generic.LogHi, i),
		lo: m.Lookup(&generic.LogLo, i),
		k:  exponent(m, m.ShiftRight(u, 52), 1023-less),
	}
}

// tail is generic.tail: ln(1+r) - r + l.
func tail(m *machine.Machine, r, l machine.F) machine.F {
	pair := func(i int) machine.F { return m.FMA(r, m.Const(generic.LogQ[i+1]), m.Const(generic.LogQ[i])) }
	r2 := m.Mul(r, r)
	q := pair(8)
	for i := 6; i >= 0; i -= 2 {
		q = m.FMA(r2, q, pair(i))
	}
	return m.FMA(r2, m.Const(-0.5), m.FMA(m.Mul(r2, r), q, l))
}

// logHL is generic.logHL.
func logHL(m *machine.Machine, x machine.F) (h, t machine.F) { return reduce(m, x).log(m) }

func (v reduced) log(m *machine.Machine) (h, t machine.F) {
	k := m.FMA(v.k, m.Const(generic.Ln2Hi), v.hi)
	h = m.Add(k, v.r)
	e := m.Add(m.Sub(k, h), v.r)
	return h, tail(m, v.r, m.Add(m.FMA(v.k, m.Const(generic.Ln2Lo), v.lo), e))
}
