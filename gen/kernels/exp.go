package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var exp = &build.Kernel{
	Name: "exp",
	Doc: []string{
		"exp is",
		"",
		"	for j := range n {",
		"		dst[j] = e^x[j]",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
		m.ForEach(n, func() {
			v := m.Load(x)
			m.Store(dst, expSafe(m, v))
			largest := m.MaxOfGroup(m.Bits(abs(m, v)))
			m.IfAny(m.LessInt(m.Int(math.Float64bits(generic.ExpSafe)-1), largest), func() {
				m.Commentf("large, infinite or NaN")
				m.Store(dst, expSpecial(m, v))
			})
		}, dst, x)
	},
}

// expSafe is generic.exp of an x below ExpSafe in magnitude.
func expSafe(m *build.Machine, x build.F) build.F {
	n, r := expReduce(m, x)
	p := m.Add(r, expTail(m, r, m.Lookup(&generic.ExpR, n)))
	t := expScale(m, n)
	return m.MulAdd(t, p, t)
}

// expScale returns 2^(n/8). The table lacks what n, moved to the exponent with its index, adds too
// much.
func expScale(m *build.Machine, n build.I) build.F {
	return m.Float(m.AddInt(m.Bits(m.Lookup(&generic.ExpTLess, n)), m.ShiftAllLeft(n, 49)))
}

// expReduce is generic.expReduce.
func expReduce(m *build.Machine, x build.F) (n build.I, r build.F) {
	shift := m.Const(generic.ExpShift)
	v := m.MulAdd(x, m.Const(generic.ExpInverse), shift)
	k := m.Sub(v, shift)
	r = m.MulAdd(k, m.Const(-generic.ExpLn2Lo), m.MulAdd(k, m.Const(-generic.ExpLn2Hi), x))
	return m.Bits(v), r
}

// expTail is generic.expTail.
func expTail(m *build.Machine, r, l build.F) build.F {
	pair := func(i int) build.F {
		return m.MulAdd(r, m.Const(generic.ExpE[i+1]), m.Const(generic.ExpE[i]))
	}
	r2 := m.Mul(r, r)
	q := m.MulAdd(r2, m.Const(generic.ExpE[6]), pair(4))
	q = m.MulAdd(r2, q, pair(2))
	q = m.MulAdd(r2, q, pair(0))
	return m.MulAdd(r2, q, m.MulAdd(r, l, l))
}

// scaleBias is what is added to an exponent, so that it is positive and half of it is whole.
const scaleBias = 2048

// expSpecial is generic.expSpecial.
func expSpecial(m *build.Machine, x build.F) build.F {
	n, r := expReduce(m, x)
	k := m.AndInt(m.ShiftAllRight(m.AddInt(n, m.Int(8*scaleBias)), 3), m.Int(2*scaleBias-1))
	t := m.Lookup(&generic.ExpT, n)
	p := m.Add(r, expTail(m, r, m.Lookup(&generic.ExpR, n)))
	f := m.MulAdd(t, p, t)
	result := scale(m, f, m.MulAdd(t, p, m.Sub(t, f)), k)
	result = m.Merge(m.Less(m.Const(generic.ExpInfinite), x), m.Const(math.Inf(1)), result)
	result = m.Merge(m.Less(x, m.Const(generic.ExpZero)), m.Const(0), result)
	return m.Merge(m.Equal(x, x), result, m.Const(math.NaN()))
}

// scale is generic.scale, of a k to which scaleBias has been added.
func scale(m *build.Machine, f, e build.F, k build.I) build.F {
	one := m.ShiftAllLeft(m.SubInt(m.Int(scaleBias+1), k), 52)
	g := m.Add(m.Float(one), f)
	e = m.Add(e, m.Sub(f, m.Sub(g, m.Float(one))))
	subnormal := m.Float(m.SubInt(m.Bits(m.Add(g, e)), one))

	half := m.ShiftAllRight(k, 1)
	power := func(k build.I) build.F { return m.Float(m.ShiftAllLeft(m.SubInt(k, m.Int(1)), 52)) }
	normal := m.Mul(m.Mul(f, power(half)), power(m.SubInt(k, half)))

	low := m.LessInt(k, m.Int(scaleBias+generic.ScaleSafe))
	return m.Merge(m.And(low, m.Less(f, m.Float(one))), subnormal, normal)
}

// abs is the absolute value.
func abs(m *build.Machine, x build.F) build.F {
	return m.Float(m.AndInt(m.Bits(x), m.Int(1<<63-1)))
}
