package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var carefulDot = &build.Kernel{
	Name: "carefulDot",
	Doc: []string{
		"carefulDot adds w·ln(x) to one half of lanes, which points into a generic.CarefulLanes, as",
		"generic.CarefulDotOf does. rows are those of a stripe; the other half's stripes lie between.",
		"bad, of the same CarefulLanes, becomes 1 where x is subnormal, and w not 0.",
	},
	Params: []string{"lanes", "w", "x", "stripes", "rows", "bad"},
	Counts: []string{"stripes", "rows"},
	Body: func(m *build.Machine) {
		values := valueRange{min: newMin(m)}
		sumHalf(m, 2, []string{"w", "x"}, func(lane, in []build.F) {
			w, x := in[0], in[1]
			x = factor(m, w, x)
			values.from(m, x)
			g, low := carefulTerm(m, w, x)
			s, c := addCarefully(m, lane[0], lane[1], g, low)
			m.Assign(lane[0], s)
			m.Assign(lane[1], c)
		})
		m.IfAny(m.LessInt(m.Bits(values.min), m.Int(generic.MantissaMask+1)), func() {
			m.Scalar(func() { m.Store(m.Pointer("bad"), m.Reg(m.Const(1))) })
		})
	},
}

// factor is x, or 1 where w is 0.
func factor(m *build.Machine, w, x build.F) build.F {
	return m.Merge(m.Equal(w, m.Const(0)), m.Const(1), x)
}

// carefulTerm is w·ln x as the sum of two numbers.
func carefulTerm(m *build.Machine, w, x build.F) (g, low build.F) {
	h, t := carefulLog(m, x)
	g = m.Mul(w, h)
	return g, m.MulAdd(w, t, m.MulSub(w, h, g))
}

// addCarefully is generic.addCarefully.
func addCarefully(m *build.Machine, s, c, g, low build.F) (sum, rest build.F) {
	sum, e := twoSum(m, s, g)
	return twoSum(m, sum, m.Add(c, m.Add(e, low)))
}

// carefulLog is generic.carefulLog of a normal number.
func carefulLog(m *build.Machine, x build.F) (h, t build.F) {
	v := reduceWith(m, takeApart(m, x, generic.LogSplit), &generic.CarefulLogMid)
	rest := m.Lookup(&generic.CarefulLogRest, v.part)
	ln2 := generic.CarefulLn2
	c, d := fastTwoSum(m, v.k.mulAdd(m, ln2[0], v.hi), v.k.mulAdd(m, ln2[1], v.lo))
	rest = v.k.mulAdd(m, ln2[2], rest)
	h, t = atanhPair(m, v.r)
	h, e := fastTwoSum(m, c, h)
	return h, m.Add(e, m.Add(d, m.Add(t, rest)))
}

// atanhPair is generic.atanhPair.
func atanhPair(m *build.Machine, r build.F) (h, t build.F) {
	sum := m.MulAdd(r, m.Const(-0.5), m.Const(-1))
	low := m.MulAdd(r, m.Const(-0.5), m.Sub(m.Const(-1), sum))
	inverse := m.Div(m.Reg(m.Const(-1)), sum)
	s := m.Mul(r, inverse)
	l := m.Mul(m.MulAdd(s, low, m.MulAdd(s, sum, r)), inverse)
	z := m.Mul(s, s)
	zl := m.MulAdd(m.Add(s, s), l, m.MulSub(s, s, z))

	q := generic.CarefulQ
	h = m.Const(q[len(q)-1])
	for i := len(q) - 2; i >= 0; i-- {
		h = m.MulAdd(z, h, m.Const(q[i]))
	}
	for i := len(generic.CarefulSeries) - 1; i >= 0; i-- {
		a, b := m.Const(generic.CarefulSeries[i][0]), m.Const(generic.CarefulSeries[i][1])
		sum := m.MulAdd(z, h, a)
		e := m.MulAdd(zl, h, m.MulAdd(z, h, m.Sub(a, sum)))
		if !t.None() {
			e = m.MulAdd(z, t, e)
		}
		h, t = sum, m.Add(e, b)
	}
	h, t = mulPair(m, z, zl, h, t)
	h, t = mulPair(m, s, l, h, t)
	h, e := fastTwoSum(m, s, h)
	return h, m.Add(e, m.Add(l, t))
}
