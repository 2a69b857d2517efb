package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// parts are v and k of a positive normal number x = 2^k·v, with v from the float of the pattern
// split to twice it.
type parts struct {
	x, u  build.I // the bits of x, and the same offset so that the exponent field steps at split
	field build.I // where the target converts integers: that field, of which u has k alone
	split uint64
	bias  int // elsewhere, and never 0 there: what the field of u has besides k
}

// takeApart begins to take the number x apart.
func takeApart(m *build.Machine, x build.F, split uint64) parts { return takeBits(m, m.Bits(x), split) }

// takeBits is takeApart of the bits of a number.
func takeBits(m *build.Machine, x build.I, split uint64) parts {
	if !m.Converts() {
		const bias = 1023
		return parts{x: x, u: m.AddInt(x, m.Int(bias<<52-split)), split: split, bias: bias}
	}
	u := m.SubInt(x, m.Int(split))
	return parts{x: x, u: u, field: m.AndInt(u, m.Int(^uint64(generic.MantissaMask))), split: split}
}

// mantissa is v.
func (p parts) mantissa(m *build.Machine) build.F {
	if p.bias == 0 {
		return m.Float(m.SubInt(p.x, p.field))
	}
	return m.Float(m.AddInt(m.AndInt(p.u, m.Int(generic.MantissaMask)), m.Int(p.split)))
}

// power is the exponent field of 2^k, less that of 1.
func (p parts) power(m *build.Machine) build.I {
	if p.bias == 0 {
		return p.field
	}
	return m.SubInt(m.AndInt(p.u, m.Int(generic.Infinity)), m.Int(generic.OneBits))
}

// exponent is k.
func (p parts) exponent(m *build.Machine) exponent {
	if p.bias == 0 {
		return exponent{m.ConvertToFloat64(p.field), 0x1p52}
	}
	return exponent{fieldValue(m, m.ShiftAllRight(p.u, 52), p.bias), 1}
}

// scale is 2^-k, where k is the exponent.
func (p parts) scale(m *build.Machine, k exponent) build.F {
	if p.bias == 0 {
		return m.Float(m.SubInt(m.Int(generic.OneBits), p.field))
	}
	return m.Float(m.ShiftAllLeft(m.Bits(m.Sub(m.Const(0x1p52+1023), k.units)), 52))
}

// fieldValue is the float of an exponent field, less its bias.
func fieldValue(m *build.Machine, e build.I, bias int) build.F {
	return m.Sub(m.Float(m.OrInt(e, m.Int(generic.Integer))), m.Const(0x1p52+float64(bias)))
}

// exponent is a whole number k, in units that a constant factor makes up for: an exponent field
// that becomes a float where it is has 2^52 of them.
type exponent struct {
	units build.F
	one   float64 // how many units 1 has
}

// plus is k + n.
func (k exponent) plus(m *build.Machine, n build.F) exponent {
	if k.one == 1 {
		return exponent{m.Add(k.units, n), 1}
	}
	return exponent{m.MulAdd(n, m.Const(k.one), k.units), k.one}
}

// mul, mulAdd and mulSub are k·c, k·c + a and k·c - a, rounded once.
func (k exponent) mul(m *build.Machine, c float64) build.F {
	return m.Mul(k.units, m.Const(c/k.one))
}

func (k exponent) mulAdd(m *build.Machine, c float64, a build.F) build.F {
	return m.MulAdd(k.units, m.Const(c/k.one), a)
}

func (k exponent) mulSub(m *build.Machine, c float64, a build.F) build.F {
	return m.MulSub(k.units, m.Const(c/k.one), a)
}

// isZero is where k is 0.
func (k exponent) isZero(m *build.Machine) build.M { return m.Equal(k.units, m.Const(0)) }

// floatOf is the float of an integer below 2^51.
func floatOf(m *build.Machine, i build.I) build.F {
	if m.Converts() {
		return m.ConvertToFloat64(i)
	}
	const on = 0x3p51 // it becomes a float on top of that
	return m.Sub(m.Float(m.AddInt(i, m.Int(math.Float64bits(on)))), m.Const(on))
}
