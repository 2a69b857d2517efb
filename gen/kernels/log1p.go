package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var log1p = &build.Kernel{
	Name: "log1p",
	Doc: []string{
		"log1p is",
		"",
		"	for j := range n {",
		"		dst[j] = ln(1 + x[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.ForEach(n, func() { m.Store(dst, log1pAny(m, m.Load(x))) }, dst, x)
	},
}

// log1pAny is generic.log1p.
func log1pAny(m *build.Machine, x build.F) build.F {
	// The offset equals the one of reduceAny: what is not a positive normal number, here 1+x, has an
	// unsigned u from some bound on. This one is where the k of 2^-k is too large.
	const less = 2
	const bound = (1024 + 1023 - less) << 52
	a := m.Add(x, m.Const(1))
	u := offset(m, a, less)
	result := m.Var(log1pOf(m, x, a, u, less, false))
	largest := m.ShiftAllRight(m.MaxOfGroup(u), 1)
	m.IfAny(m.LessInt(m.Int((bound-1)>>1), largest), func() {
		m.Commentf("-1 and below, infinite, NaN or about to overflow")
		m.Assign(result, log1pSpecial(m, x))
	})
	return result
}

// log1pSpecial is generic.log1p with its switch.
func log1pSpecial(m *build.Machine, x build.F) build.F {
	a := m.Add(x, m.Const(1))
	result := log1pOf(m, x, a, offset(m, a, 0), 0, true)
	result = m.Merge(m.Equal(x, m.Const(math.Inf(1))), x, result)
	result = m.Merge(m.Equal(x, m.Const(-1)), m.Const(math.Inf(-1)), result)
	result = m.Merge(m.Less(x, m.Const(-1)), m.Const(math.NaN()), result)
	return m.Merge(m.Equal(x, x), result, m.Const(math.NaN()))
}

// log1pOf is generic.log1p of an x whose 1+x, rounded, is a, and that has been offset to u.
// Where x may be large, its 2^-k is left out.
func log1pOf(m *build.Machine, x, a build.F, u build.I, less int, large bool) build.F {
	b := m.Sub(x, m.Sub(a, m.Const(1)))
	v := reduceOffset(m, u, less)
	scale := m.SubInt(m.Int(uint64(2046-less)<<52), m.AndInt(u, m.Int(generic.Infinity)))
	d := m.Mul(m.Mul(b, m.Float(scale)), v.c)
	if large {
		d = m.Masked(m.Less(x, m.Const(0x1p1023)), d)
	}
	r := m.Add(v.r, d)
	low := m.Add(m.Sub(v.r, r), d)
	k := v.k.mulAdd(m, generic.Ln2Hi, v.hi)
	h := m.Add(k, r)
	e := m.Sub(m.Add(m.Sub(k, h), r), m.MulSub(r, low, low))
	result := m.Add(h, tail(m, r, m.Add(v.k.mulAdd(m, generic.Ln2Lo, v.lo), e)))
	sign := m.AndInt(m.Bits(x), m.Int(1<<63))
	return m.Float(m.OrInt(m.Bits(result), sign))
}
