package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var relEntr = &build.Kernel{
	Name: "relEntr",
	Doc: []string{
		"relEntr is",
		"",
		"	for j := range n {",
		"		dst[j] = p[j] · ln(p[j]/q[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "p", "q", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, p, q, n := m.Pointer("dst"), m.Pointer("p"), m.Pointer("q"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, relEntrAny(m, m.Load(p), m.Load(q))) }, dst, p, q)
	},
}

var klDiv = &build.Kernel{
	Name: "klDiv",
	Doc: []string{
		"klDiv is",
		"",
		"	for j := range n {",
		"		dst[j] = p[j] · ln(p[j]/q[j]) - p[j] + q[j]",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "p", "q", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, p, q, n := m.Pointer("dst"), m.Pointer("p"), m.Pointer("q"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, klDivAny(m, m.Load(p), m.Load(q))) }, dst, p, q)
	},
}

// relEntrAny is generic.relEntr.
func relEntrAny(m *build.Machine, p, q build.F) build.F {
	x, y := orOnes(m, p, q)
	h, t := logRatio(m, x, y)
	g := m.Mul(p, h)
	result := m.Var(m.Add(g, m.MulAdd(p, t, m.MulSub(p, h, g))))
	m.IfAny(anyBeyond(m, x, y), func() {
		m.Commentf("p or q is not between 2^-500 and 2^500")
		m.Assign(result, relEntrSpecial(m, p, q, result))
	})
	return result
}

// klDivAny is generic.klDiv.
func klDivAny(m *build.Machine, p, q build.F) build.F {
	x, y := orOnes(m, p, q)
	g, low := divergence(m, divide(m, x, y), p, q)
	result := m.Var(m.Merge(ofZero(m, p, q), q, m.Add(g, low)))
	m.IfAny(anyBeyond(m, x, y), func() {
		m.Commentf("p or q is not between 2^-500 and 2^500")
		m.Assign(result, klDivSpecial(m, p, q, result))
	})
	return result
}

// ofZero is where p is 0 and q is not negative.
func ofZero(m *build.Machine, p, q build.F) build.M {
	return m.And(m.Equal(p, m.Const(0)), m.Less(m.Const(-math.SmallestNonzeroFloat64), q))
}

// orOnes is p and q, but ones where p is 0 and q is not negative.
func orOnes(m *build.Machine, p, q build.F) (x, y build.F) {
	none, one := ofZero(m, p, q), m.Const(1)
	return m.Merge(none, one, p), m.Merge(none, one, q)
}

// fromRatioMin is how far x is above 2^-500, as bits.
func fromRatioMin(m *build.Machine, x build.F) build.I {
	return m.SubInt(m.Bits(x), m.Int(generic.RatioMin<<32))
}

// ratioSpan is by how much numbers between 2^-500 and 2^500 differ at most, without the last bit.
const ratioSpan = ((generic.RatioMax-generic.RatioMin)<<32 - 1) >> 1

// anyBeyond is where an element of the group is no generic.ordinaryRatio. The comparison is
// signed, so both sides lose their last bit.
func anyBeyond(m *build.Machine, x, y build.F) build.M {
	largest := m.MaxUint32(m.MaxOfGroup(fromRatioMin(m, x)), m.MaxOfGroup(fromRatioMin(m, y)))
	return m.LessInt(m.Int(ratioSpan), m.ShiftAllRight(largest, 1))
}

// beyond is where x is no generic.ordinaryRatio.
func beyond(m *build.Machine, x build.F) build.M {
	return m.LessInt(m.Int(ratioSpan), m.ShiftAllRight(fromRatioMin(m, x), 1))
}

// divergence is generic.divergence, of r as x/y.
func divergence(m *build.Machine, r quotient, p, q build.F) (g, low build.F) {
	z2 := m.Add(r.z, r.z)
	near := m.Mul(r.s, r.d)
	nearLow := m.Add(m.MulSub(r.s, r.d, near), m.Mul(r.l, m.MulAdd(z2, r.v, r.d)))
	nearLow = m.MulAdd(r.v, r.cubic, nearLow)

	h, e := r.head(m)
	small := r.k.mulAdd(m, generic.Ln2Lo, m.MulAdd(z2, r.l, m.Add(r.l, r.l)))
	small = m.Add(e, small)
	far := m.Mul(p, h)
	farLow := m.MulAdd(p, small, m.MulSub(p, h, far))
	w := m.Sub(q, p)
	v := m.Sub(w, q)
	we := m.Sub(m.Sub(q, m.Sub(w, v)), m.Add(p, v))
	far, e = twoSum(m, far, w)
	farLow = m.MulAdd(p, r.cubic, m.Add(farLow, m.Add(e, we)))

	one := r.k.isZero(m)
	return m.Merge(one, near, far), m.Merge(one, nearLow, farLow)
}

// splitPositive is generic.splitAny of positive finite numbers: x = v·2^k.
func splitPositive(m *build.Machine, x build.F) (v, k build.F) {
	bits := m.Bits(x)
	subnormal := m.LessInt(bits, m.Int(generic.MantissaMask+1)) // or negative
	scaled := m.Sub(m.Float(m.OrInt(bits, m.Int(generic.OneBits))), m.Const(1))
	bits = m.Bits(m.Merge(subnormal, scaled, x))
	k = m.Add(fieldValue(m, m.ShiftAllRight(bits, 52), 1023), m.Masked(subnormal, m.Const(-1022)))
	return mantissa(m, bits), k
}

// relEntrSpecial is generic.relEntrSpecial, and ordinary where generic.relEntr does not come to
// it.
func relEntrSpecial(m *build.Machine, p, q, ordinary build.F) build.F {
	v, k := splitPositive(m, p)
	w, l := splitPositive(m, q)
	r := divide(m, v, w)
	r.k = r.k.plus(m, m.Sub(k, l))
	h, t := r.log(m)
	sign := m.AndInt(m.Bits(h), m.Int(1<<63))
	t = m.Merge(m.Less(h, m.Const(0)), m.Sub(m.Const(0), t), t)
	h = abs(m, h)
	g := m.Mul(v, h)
	e := m.MulAdd(v, t, m.MulSub(v, h, g))
	f := m.Add(g, e)
	result := scale(m, f, m.Add(m.Sub(g, f), e), biased(m, k, 0))
	result = m.Float(m.OrInt(m.Bits(result), sign))
	return orOrdinary(m, p, q, withLimits(m, p, q, result, m.Sub(p, q)), ordinary)
}

// klDivSpecial is generic.klDivSpecial, and ordinary where generic.klDiv does not come to it.
func klDivSpecial(m *build.Machine, p, q, ordinary build.F) build.F {
	v, k := splitPositive(m, p)
	w, l := splitPositive(m, q)
	r := divide(m, v, w)
	r.k = r.k.plus(m, m.Sub(k, l))
	most := m.Merge(r.k.isZero(m), l, m.Max(k, l))
	power := func(k build.F) build.F {
		k = m.Max(m.Sub(k, most), m.Const(generic.KLDivLeast))
		return m.Float(m.ShiftAllLeft(m.Bits(m.Add(k, m.Const(0x1p52+1023))), 52))
	}
	g, low := divergence(m, r, m.Mul(v, power(k)), m.Mul(w, power(l)))
	up := m.Const(1 << generic.KLDivShift)
	f, e := fastTwoSum(m, m.Mul(g, up), m.Mul(low, up))
	result := scale(m, f, e, biased(m, most, generic.KLDivShift))
	return orOrdinary(m, p, q, withLimits(m, p, q, result, abs(m, m.Sub(p, q))), ordinary)
}

// biased is k-less as an integer, with scaleBias added.
func biased(m *build.Machine, k build.F, less float64) build.I {
	return m.AndInt(m.Bits(m.Add(k, m.Const(0x1p52+scaleBias-less))), m.Int(2*scaleBias-1))
}

// withLimits is result, or limit where p or q is infinite, +Inf where one of them is 0 or
// negative, and NaN where one of them is.
func withLimits(m *build.Machine, p, q, result, limit build.F) build.F {
	infinite, least := m.Const(math.Inf(1)), m.Int(1)
	result = m.Merge(m.Or(m.Equal(p, infinite), m.Equal(q, infinite)), limit, result)
	result = m.Merge(m.Or(m.LessInt(m.Bits(p), least), m.LessInt(m.Bits(q), least)), infinite, result)
	return m.Merge(m.And(m.Equal(p, p), m.Equal(q, q)), result, m.Const(math.NaN()))
}

// orOrdinary is ordinary where both p and q are as the ordinary path has them, or p is 0 and q
// is not negative, and special elsewhere.
func orOrdinary(m *build.Machine, p, q, special, ordinary build.F) build.F {
	// The masks are made last: they cannot be spilled.
	special = m.Merge(m.Or(beyond(m, p), beyond(m, q)), special, ordinary)
	return m.Merge(ofZero(m, p, q), ordinary, special)
}
