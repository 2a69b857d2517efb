package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var log = &build.Kernel{
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
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, logAny(m, m.Load(x))) }, dst, x)
	},
}

// logAny is generic.log.
func logAny(m *build.Machine, x build.F) build.F {
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
	largest := m.ShiftAllRight(m.MaxOfGroup(u), 1)
	m.IfAny(m.LessInt(m.Int((generic.Infinity-1-from)>>1), largest), func() {
		m.Commentf("zero, subnormal, negative, infinite or NaN")
		m.Assign(result, logSpecial(m, x))
	})
	return result
}

// logSpecial is generic.log with its switch.
func logSpecial(m *build.Machine, x build.F) build.F {
	result, _, _ := logSpecialHL(m, x)
	return result
}

// logSpecialHL is logSpecial and, where that is finite, its two parts.
func logSpecialHL(m *build.Machine, x build.F) (result, h, t build.F) {
	bits := m.Bits(x)
	subnormal := m.LessInt(bits, m.Int(generic.MantissaMask+1)) // or negative
	scaled := m.Sub(m.Float(m.OrInt(bits, m.Int(generic.OneBits))), m.Const(1))
	v := reduce(m, m.Merge(subnormal, scaled, x))
	v.k = m.Add(v.k, m.Masked(subnormal, m.Const(-1022)))
	h, t = v.log(m)
	result = m.Add(h, t)
	result = m.Merge(m.EqualInt(bits, m.Int(generic.Infinity)), x, result)
	result = m.Merge(m.LessInt(m.Int(generic.Infinity), bits), m.Const(math.NaN()), result)
	result = m.Merge(m.LessInt(bits, m.Int(0)), m.Const(math.NaN()), result)
	result = m.Merge(m.EqualInt(m.ShiftAllLeft(bits, 1), m.Int(0)), m.Const(math.Inf(-1)), result)
	return result, h, t
}

// twoSum is generic.twoSum: 6 operations.
func twoSum(m *build.Machine, a, b build.F) (s, e build.F) {
	s = m.Add(a, b)
	t := m.Sub(s, a)
	return s, m.Add(m.Sub(a, m.Sub(s, t)), m.Sub(b, t))
}

// fastTwoSum is generic.fastTwoSum: 3 operations.
func fastTwoSum(m *build.Machine, a, b build.F) (s, e build.F) {
	s = m.Add(a, b)
	return s, m.Add(m.Sub(a, s), b)
}

// offset is the bits of x, shifted so that the exponent field steps where the bit
// pattern at does: for x = 2^k·v with v from the float of that pattern to twice
// it, the field is k+1023.
func offset(m *build.Machine, x build.F, at uint64) build.I {
	return m.AddInt(m.Bits(x), m.Int(generic.OneBits-at))
}

// exponent is the float of an exponent field, less its bias.
func exponent(m *build.Machine, e build.I, bias int) build.F {
	return m.Sub(m.Float(m.OrInt(e, m.Int(generic.Integer))), m.Const(0x1p52+float64(bias)))
}

// reduced is generic.reduced, the factor that was taken from LogC, and the index of it.
type reduced struct {
	k, r, hi, lo, c build.F
	part            build.I
}

func reduce(m *build.Machine, x build.F) reduced {
	return reduceOffset(m, offset(m, x, generic.LogSplit), 0)
}

// reduceOffset is reduce of an x that has been offset, with that much less in its
// exponent field.
func reduceOffset(m *build.Machine, u build.I, less int) reduced {
	return reduceWith(m, u, less, &generic.LogLo)
}

// reduceWith is reduceOffset with lo from a table of its own.
func reduceWith(m *build.Machine, u build.I, less int, lo *[8]float64) reduced {
	v := m.Float(m.AddInt(m.AndInt(u, m.Int(generic.MantissaMask)), m.Int(generic.LogSplit)))
	i := m.ShiftAllRight(u, 49)
	c := m.Lookup(&generic.LogC, i)
	return reduced{
		c:    c,
		r:    m.MulSub(v, c, m.Const(1)),
		hi:   m.Lookup(&generic.LogHi, i),
		lo:   m.Lookup(lo, i),
		k:    exponent(m, m.ShiftAllRight(u, 52), 1023-less),
		part: i,
	}
}

// tail is generic.tail: ln(1+r) - r + l.
func tail(m *build.Machine, r, l build.F) build.F {
	pair := func(i int) build.F {
		return m.MulAdd(r, m.Const(generic.LogQ[i+1]),
			m.Const(generic.LogQ[i]))
	}
	r2 := m.Mul(r, r)
	q := pair(8)
	for i := 6; i >= 0; i -= 2 {
		q = m.MulAdd(r2, q, pair(i))
	}
	return m.MulAdd(r2, m.Const(-0.5), m.MulAdd(m.Mul(r2, r), q, l))
}

// logHL is generic.logHL.
func logHL(m *build.Machine, x build.F) (h, t build.F) { return reduce(m, x).log(m) }

func (v reduced) log(m *build.Machine) (h, t build.F) {
	k := m.MulAdd(v.k, m.Const(generic.Ln2Hi), v.hi)
	h = m.Add(k, v.r)
	e := m.Add(m.Sub(k, h), v.r)
	return h, tail(m, v.r, m.Add(m.MulAdd(v.k, m.Const(generic.Ln2Lo), v.lo), e))
}
