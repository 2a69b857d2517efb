package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// noteZeros notes where the least high word of the elements is a zero's. That may be one of another
// element too: of a subnormal number, with which the block leaves the fast path.
func (t *accumulator) noteZeros() {
	m := t.m
	high := m.ShiftAllRight(m.ShiftAllLeft(m.Bits(t.minElement), 1), 33)
	m.IfAny(m.EqualInt(high, m.Int(0)), func() { t.set(unsafe.Offsetof(productBlock.Zeros)) })
}

// maskZero returns x, or 1 where it is 0 or -0.
func (t *accumulator) maskZero(x build.F) build.F {
	m := t.m
	m.Accumulate(t.minElement, m.MinInt32, m.Bits(x))
	return m.Merge(m.EqualInt(m.ShiftAllLeft(m.Bits(x), 1), m.Int(0)), m.Const(1), x)
}

// significand returns x's and adds its exponent to exp.
func (t *accumulator) significand(x build.F) build.F {
	m := t.m
	v := m.Var(x)
	// Less the least positive normal number, other numbers that are none are, as unsigned
	// integers, from 2046 exponents on.
	const less, from = 1 << 52, 2046 << 52
	largest := m.MaxOfGroup(m.AddInt(m.Bits(x), m.Int(-less&math.MaxUint64)))
	// The comparison is signed, so both sides lose their last bit.
	m.IfAny(m.LessInt(m.Int((from-1)>>1), m.ShiftAllRight(largest, 1)), func() {
		m.Commentf("zero, subnormal, negative, infinite or NaN")
		m.Assign(v, t.recordSpecial(x))
	})
	addTo(m, t.exp, exponentOf(m, m.ShiftAllRight(m.Bits(v), 52), build.F{}))
	return mantissa(m, m.Bits(v))
}

// recordSpecial is generic's Product.recordSpecial, of the lanes that are no positive normal
// number.
func (t *accumulator) recordSpecial(x build.F) build.F {
	m := t.m
	bits := m.Bits(x)
	subnormal := m.LessInt(bits, m.Int(generic.MantissaMask+1)) // or zero or negative
	v := m.Merge(subnormal, m.Sub(m.Float(m.OrInt(bits, m.Int(generic.OneBits))), m.Const(1)), x)
	const exponent = 1<<64 - 1022
	exp := m.Masked(subnormal, m.Float(m.Int(exponent)))
	decided := func(set build.M, field uintptr) {
		was := m.LoadAt(t.special, field)
		m.StoreAt(t.special, field, m.Merge(set, m.Const(1), was))
		v = m.Merge(set, m.Const(1), v)
		exp = m.Merge(set, m.Const(0), exp)
	}
	// -0 is no negative number: less 1 as well, it is the largest integer.
	below := m.LessInt(m.AddInt(bits, m.Int(math.MaxUint64)), m.Int(0))
	decided(m.Or(m.LessInt(m.Int(generic.Infinity), bits), m.And(m.LessInt(bits, m.Int(0)), below)),
		unsafe.Offsetof(productSpecial.Negative))
	decided(m.EqualInt(m.ShiftAllLeft(bits, 1), m.Int(0)), unsafe.Offsetof(productSpecial.Zero))
	decided(m.EqualInt(bits, m.Int(generic.Infinity)), unsafe.Offsetof(productSpecial.Infinite))
	addTo(m, t.exp, m.Bits(exp))
	return v
}
