package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var largest = &build.Kernel{
	Name: "largest",
	Doc: []string{
		"largest stores the largest of n elements in dst, -Inf of none; where one is a NaN, dst",
		"means nothing. n is a whole number of vectors where the target has no masks.",
	},
	Params: []string{"dst", "x", "n"},
	Counts: []string{"n"},
	Group:  8,
	Body: func(m *build.Machine) {
		x, n := m.Pointer("x"), m.Count("n")
		v := m.Var(m.Const(math.Inf(-1)))
		take := func() { m.Assign(v, m.Max(v, m.Load(x))) }
		m.ForEachGroup(n, take, x)
		m.WithVectors(1, func() {
			v = m.Var(m.LargestOfGroup(v))
			m.ForEach(n, take, x)
		})
		m.Scalar(func() {
			for half := m.Width() / 2; half > 0; half /= 2 {
				v = m.Max(m.Interleave(v, v, half))
			}
			m.Store(m.Pointer("dst"), v)
		})
	},
}

var expUnit generic.ExpUnit

var expSum = &build.Kernel{
	Name: "expSum",
	Doc: []string{
		"expSum adds e^x to one half of lanes, which points into a generic.ExpLanes, as",
		"generic.ExpOf does; unit is a generic.ExpUnit. rows are those of a stripe; the other",
		"half's stripes lie between.",
	},
	Params: []string{"lanes", "x", "stripes", "rows", "unit"},
	Counts: []string{"stripes", "rows"},
	Body: func(m *build.Machine) {
		unit := m.Pointer("unit")
		shift := m.Broadcast(unit, unsafe.Offsetof(expUnit.Shift))
		least := m.Broadcast(unit, unsafe.Offsetof(expUnit.Least))
		sumHalf(m, 2, []string{"x"}, func(lane, in []build.F) {
			s, c := lane[0], lane[1]
			f, e := expTerm(m, in[0], shift, least)
			sum := m.Add(s, f)
			m.Assign(c, m.Add(c, m.Add(m.Sub(f, m.Sub(sum, s)), e)))
			m.Assign(s, sum)
		})
	},
}

// expTerm is generic's ExpUnit.term.
func expTerm(m *build.Machine, x, shift, least build.F) (f, e build.F) {
	x = m.Max(least, x)
	v := m.MulAdd(x, m.Const(generic.ExpInverse), shift)
	n := m.Sub(v, shift)
	r := m.MulAdd(n, m.Const(-generic.ExpLn2Lo), m.MulAdd(n, m.Const(-generic.ExpLn2Hi), x))
	i := m.Bits(v)
	p := m.Add(r, expTail(m, r, m.Lookup(&generic.ExpR, i)))
	power := m.Float(m.ShiftAllLeft(m.ShiftAllRight(i, 3), 52))
	t := m.Mul(m.Lookup(&generic.ExpT, i), power)
	f = m.MulAdd(t, p, t)
	return f, m.MulAdd(t, p, m.Sub(t, f))
}
