package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var dotLogRatio = &build.Kernel{
	Name: "dotLogRatio",
	Doc: []string{
		"dotLogRatio adds w·ln(x/y) to one half of lanes, which points into a",
		"generic.DotLanes, as generic.RatioOf does. rows are those of a stripe; the other",
		"half's stripes lie between. bad, of the same DotLanes, becomes 1 where x or y is not",
		"between 2^-500 and 2^500, and w not 0.",
	},
	Params: []string{"lanes", "w", "x", "y", "stripes", "rows", "bad"},
	Counts: []string{"stripes", "rows"},
	Body: func(m *build.Machine) {
		values := newRange(m)
		sumHalf(m, 3, []string{"w", "x", "y"}, func(lane, in []build.F) {
			w, one := in[0], m.Const(1)
			none := m.Equal(w, m.Const(0))
			var v [2]build.F
			for i := range v {
				v[i] = in[1+i]
				values.upTo(m, v[i])
				v[i] = m.Merge(none, one, v[i])
				values.from(m, v[i])
			}
			h, t := logRatio(m, v[0], v[1])
			addProduct(m, lane, w, h, t)
		})
		const least, most = generic.RatioMin << 32, generic.RatioMax << 32
		m.IfAny(values.outside(m, least, most), func() {
			m.Scalar(func() { m.Store(m.Pointer("bad"), m.Reg(m.Const(1))) })
		})
	},
}

// logRatio is generic.logRatio of k = 0.
func logRatio(m *build.Machine, x, y build.F) (h, t build.F) {
	r := divide(m, x, y)
	return r.log(m)
}

// quotient is generic.quotient.
type quotient struct {
	k                    exponent
	v, d, s, l, z, cubic build.F
}

// divide is generic.divide of k = 0.
func divide(m *build.Machine, x, y build.F) (r quotient) {
	pair := func(z build.F, i int) build.F {
		return m.MulAdd(z, m.Const(generic.RatioR[i+1]), m.Const(generic.RatioR[i]))
	}
	// The difference of the bits is nearly those of x/y less those of 1.
	const split = (generic.OneBits - generic.RatioSplit) & math.MaxUint64
	ratio := takeBits(m, m.SubInt(m.Bits(x), m.Bits(y)), split)
	r.k = ratio.exponent(m)
	r.v = m.Float(m.SubInt(m.Bits(x), ratio.power(m)))
	r.d = m.Sub(r.v, y)
	y2 := m.Mul(m.Const(-2), y)
	sum := m.Sub(y2, r.d)
	low := m.Sub(m.Sub(y2, sum), r.d)
	inverse := m.Div(m.Reg(m.Const(-1)), sum)
	r.s = m.Mul(r.d, inverse)
	r.l = m.Mul(m.MulAdd(r.s, low, m.MulAdd(r.s, sum, r.d)), inverse)
	z := m.Mul(r.s, r.s)
	r.z = z
	z2 := m.Mul(z, z)
	q := m.MulAdd(z2, pair(z, 6), pair(z, 4))
	q = m.MulAdd(z2, m.MulAdd(z2, q, pair(z, 2)), pair(z, 0))
	r.cubic = m.Mul(m.Mul(r.s, z), q)
	return r
}

// log is the logarithm of the quotient.
func (r *quotient) log(m *build.Machine) (h, t build.F) {
	h, e := r.head(m)
	tail := m.MulAdd(m.Add(r.z, r.z), r.l, r.cubic)
	return h, m.Add(e, r.k.mulAdd(m, generic.Ln2Lo, m.MulAdd(m.Const(2), r.l, tail)))
}

// head is generic's quotient.head.
func (r *quotient) head(m *build.Machine) (h, e build.F) {
	high := r.k.mul(m, generic.Ln2Hi)
	s2 := m.Add(r.s, r.s)
	h = m.Add(high, s2)
	return h, m.Add(m.Sub(high, h), s2)
}
