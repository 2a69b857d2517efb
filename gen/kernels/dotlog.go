package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var dotLog = &build.Kernel{
	Name: "dotLog",
	Doc: []string{
		"dotLog adds w·ln(x) to one half of lanes, which points into a generic.DotLanes, as",
		"generic.DotOf does. rows are those of a stripe; the other half's stripes lie between.",
		"bad, of the same DotLanes, becomes 1 where x is no positive normal number, and w not 0.",
	},
	Params: []string{"lanes", "w", "x", "stripes", "rows", "bad"},
	Counts: []string{"stripes", "rows"},
	Body: func(m *build.Machine) {
		values := newRange(m)
		sumHalf(m, 3, []string{"w", "x"}, func(lane, in []build.F) {
			h, t := values.log(m, in[0], in[1])
			addProduct(m, lane, in[0], h, t)
		})
		m.IfAny(values.outside(m, generic.MantissaMask+1, generic.Infinity), func() {
			m.Scalar(func() { m.Store(m.Pointer("bad"), m.Reg(m.Const(1))) })
		})
	},
}

// addProduct adds w·(h + t) to the fields S, C and A of lanes.
func addProduct(m *build.Machine, lane []build.F, w, h, t build.F) {
	s, c, a := lane[0], lane[1], lane[2]
	g, low := weighted(m, w, h, t)
	sum, e := twoSum(m, s, g)
	m.Assign(c, m.Add(c, m.Add(e, low)))
	m.Assign(a, m.Add(a, abs(m, g)))
	m.Assign(s, sum)
}

// weighted is generic.weighted.
func weighted(m *build.Machine, w, h, t build.F) (g, low build.F) {
	z := m.Add(h, t)
	zt := m.Add(m.Sub(h, z), t)
	g = m.Mul(w, z)
	return g, m.MulAdd(w, zt, m.MulSub(w, z, g))
}

// valueRange keeps the least and the largest bits of what is to be positive, normal and finite.
type valueRange struct{ min, max build.F }

func newRange(m *build.Machine) valueRange {
	return valueRange{min: newMin(m), max: m.UniformVar(m.Const(0))}
}

func newMin(m *build.Machine) build.F {
	return m.UniformVar(m.Float(m.Int(generic.Infinity | generic.Infinity>>32)))
}

// log returns the logarithm of x, or of 1 where w is 0.
func (r valueRange) log(m *build.Machine, w, x build.F) (h, t build.F) {
	// x itself is looked at, whatever w is: 0·NaN is NaN.
	r.upTo(m, x)
	x = factor(m, w, x)
	r.from(m, x)
	return logHL(m, x)
}

func (r valueRange) from(m *build.Machine, x build.F) { m.Accumulate(r.min, m.MinInt32, m.Bits(x)) }

func (r valueRange) upTo(m *build.Machine, x build.F) {
	m.Accumulate(r.max, m.MaxUint32, m.Bits(x))
}

// outside is where one of them was below least, normal at least, or from most on: as unsigned
// numbers, without their last bit, negative ones are above.
func (r valueRange) outside(m *build.Machine, least, most uint64) build.M {
	return m.Or(
		m.LessInt(m.Bits(r.min), m.Int(least)),
		m.LessInt(m.Int((most-1)>>1), m.ShiftAllRight(m.Bits(r.max), 1)))
}
