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
	v, special := reduceAny(m, x)
	h, t := v.log(m)
	result := m.Var(m.Add(h, t))
	m.IfAny(special(), func() {
		m.Commentf("zero, subnormal, negative, infinite or NaN")
		m.Assign(result, logSpecial(m, x))
	})
	return result
}

// reduceAny is reduce, and special, which records where x may be no positive normal number.
func reduceAny(m *build.Machine, x build.F) (v reduced, special func() build.M) {
	if m.Classifies() {
		return reduce(m, x), func() build.M { return m.NotPositive(x) }
	}
	// One offset serves both the reduction and the test: with 2 more taken from the exponent
	// field, what is no positive normal number has an unsigned u from bits(+Inf) less that offset
	// on. The few normal numbers below 1.3125·2^-1022 take the slow path as well, which is right
	// for all.
	const less = 2
	const from = generic.LogSplit - generic.OneBits + less<<52
	u := offset(m, x, less)
	return reduceOffset(m, u, less), func() build.M {
		// The comparison is signed, so both sides lose their last bit.
		largest := m.ShiftAllRight(m.MaxOfGroup(u), 1)
		return m.LessInt(m.Int((generic.Infinity-1-from)>>1), largest)
	}
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
	v.k = v.k.plus(m, m.Masked(subnormal, m.Const(-1022)))
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

// reduced is generic.reduced, the factor that was taken from LogC, and the index of it.
type reduced struct {
	k            exponent
	r, hi, lo, c build.F
	part         build.I
}

func reduce(m *build.Machine, x build.F) reduced {
	return reduceWith(m, takeApart(m, x, generic.LogSplit), &generic.LogLo)
}

// offset is the bits of x, offset so that the exponent field steps at LogSplit and has k+1023-less.
func offset(m *build.Machine, x build.F, less int) build.I {
	from := uint64(generic.OneBits-generic.LogSplit) - uint64(less)<<52
	return m.AddInt(m.Bits(x), m.Int(from))
}

// reduceOffset is reduce of an x whose offset is u.
func reduceOffset(m *build.Machine, u build.I, less int) reduced {
	return reduceWith(m, parts{u: u, split: generic.LogSplit, bias: 1023 - less}, &generic.LogLo)
}

// reduceWith is reduce of an x that is being taken apart, with lo from a table of its own.
func reduceWith(m *build.Machine, p parts, lo *[8]float64) reduced {
	v := p.mantissa(m)
	i := m.ShiftAllRight(p.u, 49)
	c := m.Lookup(&generic.LogC, i)
	return reduced{
		c:    c,
		r:    m.MulSub(v, c, m.Const(1)),
		hi:   m.Lookup(&generic.LogHi, i),
		lo:   m.Lookup(lo, i),
		k:    p.exponent(m),
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
	k := v.k.mulAdd(m, generic.Ln2Hi, v.hi)
	h = m.Add(k, v.r)
	e := m.Add(m.Sub(k, h), v.r)
	return h, tail(m, v.r, m.Add(v.k.mulAdd(m, generic.Ln2Lo, v.lo), e))
}
