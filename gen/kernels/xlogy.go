package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var xlogy = &build.Kernel{
	Name: "xlogy",
	Doc: []string{
		"xlogy is",
		"",
		"	for j := range n {",
		"		dst[j] = x[j] · ln(y[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "y", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, x, y, n := m.Pointer("dst"), m.Pointer("x"), m.Pointer("y"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, xlogyAny(m, m.Load(x), m.Load(y))) }, dst, x, y)
	},
}

// xlogyAny is generic.xlogy.
func xlogyAny(m *build.Machine, x, y build.F) build.F {
	y = orOne(m, x, y)
	v, special := reduceAny(m, y)
	h, t := v.log(m)
	g := m.Mul(x, h)
	result := m.Var(m.Add(g, m.MulAdd(x, t, m.MulSub(x, h, g))))
	// What is below XLogYSafe, infinite or NaN is large as an unsigned difference.
	safe := math.Float64bits(generic.XLogYSafe)
	size := m.SubInt(m.Bits(abs(m, m.Merge(m.Equal(h, m.Const(0)), m.Const(1), g))), m.Int(safe))
	largest := m.ShiftAllRight(m.MaxOfGroup(size), 1)
	either := m.Or(special(), m.LessInt(m.Int((generic.Infinity-1-safe)>>1), largest))
	m.IfAny(either, func() {
		m.Commentf("y is no positive normal number, or the product is not one by far")
		m.Assign(result, xlogySpecial(m, x, y, result))
	})
	return result
}

// orOne is y, but 1 where x is 0 and y is not NaN.
func orOne(m *build.Machine, x, y build.F) build.F {
	return m.Merge(m.And(m.Equal(x, m.Const(0)), m.Equal(y, y)), m.Const(1), y)
}

// xlogySpecial is generic.xlogySpecial, and ordinary where generic.xlogy does not come to it.
func xlogySpecial(m *build.Machine, x, y, ordinary build.F) build.F {
	zero, infinite := m.Const(0), m.Const(math.Inf(1))
	l, h, t := logSpecialHL(m, y)
	product := m.Merge(m.Equal(h, zero), m.Const(1), m.Mul(x, h))
	plain := m.Mul(x, l)

	negative := m.Less(h, zero)
	h, t = abs(m, h), m.Merge(negative, m.Sub(zero, t), t)
	size := abs(m, x)
	subnormal := m.LessInt(m.Bits(size), m.Int(generic.MantissaMask+1))
	scaled := m.Sub(m.Float(m.OrInt(m.Bits(size), m.Int(generic.OneBits))), m.Const(1))
	bits := m.Bits(m.Merge(subnormal, scaled, size))
	const bias = 1023
	exp := m.Merge(subnormal, m.Float(m.Int(scaleBias-bias-(bias-1))), m.Float(m.Int(scaleBias-bias)))
	k := m.AddInt(m.ShiftAllRight(bits, 52), m.Bits(exp))
	v := mantissa(m, bits)
	g := m.Mul(v, h)
	e := m.MulAdd(v, t, m.MulSub(v, h, g))
	f := m.Add(g, e)
	result := scale(m, f, m.Add(m.Sub(g, f), e), k)
	result = m.Float(m.OrInt(m.Bits(result), m.AndInt(m.Bits(plain), m.Int(1<<63))))

	finite := m.And(m.Less(abs(m, l), infinite), m.Less(size, infinite))
	result = m.Merge(finite, result, plain)
	// The masks are made last: they cannot be spilled.
	keep := m.And(within(m, y, generic.XLogYMin), within(m, abs(m, product), generic.XLogYSafe))
	return m.Merge(keep, ordinary, result)
}

// within is where from <= x < +Inf. The comparison is of unsigned numbers, which lose their last
// bit: the patterns of both bounds are even.
func within(m *build.Machine, x build.F, from float64) build.M {
	least := math.Float64bits(from)
	above := m.ShiftAllRight(m.SubInt(m.Bits(x), m.Int(least)), 1)
	return m.LessInt(above, m.Int((generic.Infinity-least)>>1))
}
