package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// product1p is the product of 1 + x: of pairs of numbers, whose second ones go to the errors.
var product1p = product("product1p", factors{onePlus: true})

// onePlus is 1 + x as the sum of two numbers: exact where it is below 2^53.
func onePlus(m *build.Machine, x build.F) (a, b build.F) {
	one := m.Const(1)
	a = m.Add(x, one)
	return a, m.Sub(x, m.Sub(a, one))
}

// sumTiny1p is the sum of ln(1+x) of tiny x.
var sumTiny1p = &build.Kernel{
	Name: "sumTiny1p",
	Doc: []string{
		"sumTiny1p adds ln(1+x) of tiny x to one half of lanes, which points into a",
		"generic.SumLanes, as generic's tinyOf does. rows are those of a stripe; the other",
		"half's stripes lie between.",
	},
	Params: []string{"lanes", "x", "stripes", "rows"},
	Counts: []string{"stripes", "rows"},
	Body: func(m *build.Machine) {
		sumHalf(m, 2, []string{"x"}, func(lane, in []build.F) {
			s, c, x := lane[0], lane[1], in[0]
			sum, e := twoSum(m, s, x)
			third := m.MulAdd(x, m.Const(generic.Third), m.Const(-0.5))
			m.Assign(c, m.MulAdd(m.Mul(x, x), third, m.Add(c, e)))
			m.Assign(s, sum)
		})
	},
}
