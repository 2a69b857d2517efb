package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logAccumulateDirect = &build.Kernel{
	Name: "logAccumulateDirect",
	Doc: []string{
		"logAccumulateDirect is",
		"",
		"	for j := range n {",
		"		s := generic.DirectSum{hi[j], lo[j]}",
		"		s.add(x[j], c)",
		"		hi[j], lo[j] = s.Hi, s.Lo",
		"	}",
		"",
		"with c a generic.DirectTerms and n a whole number of groups.",
	},
	Params: []string{"hi", "lo", "x", "n", "c"},
	Counts: []string{"n"},
	Group:  2,
	Body: func(m *build.Machine) {
		hi, lo, x, n := m.Pointer("hi"), m.Pointer("lo"), m.Pointer("x"), m.Count("n")
		terms := m.Pointer("c")
		zero := m.Const(0)
		m.ForEachGroup(n, func() {
			v := m.Load(x)
			sum, low := m.Var(zero), m.Var(zero)
			c := m.UniformVar(m.Broadcast(terms, unsafe.Offsetof(directTerms.First)))
			m.Repeat(m.LoadCount(terms, unsafe.Offsetof(directTerms.Count)), func() {
				z := reduce(m, m.Add(c, v))
				magic := m.Const(generic.DirectSplit)
				r := m.Sub(m.Add(z.r, magic), magic)
				m.Assign(sum, m.Add(sum, m.Add(z.k.mulAdd(m, generic.Ln2Hi, z.hi), r)))
				l := m.Add(z.k.mulAdd(m, generic.Ln2Lo, z.lo), m.Sub(z.r, r))
				m.Assign(low, m.Add(low, tail(m, z.r, l)))
				m.Assign(c, m.Add(c, m.Const(1)))
			})
			h, e := twoSum(m, m.Load(hi), sum)
			h, e = twoSum(m, h, m.Add(m.Load(lo), m.Add(e, low)))
			m.Store(hi, h)
			m.Store(lo, e)
		}, hi, lo, x)
	},
}

var directTerms generic.DirectTerms
