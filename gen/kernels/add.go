package kernels

import "sumlog/gen/machine"

var addFloat64 = &machine.Kernel{
	Name:    "addFloat64",
	Wrapper: "add",
	Doc: []string{
		"addFloat64 is",
		"",
		"	for i := range n {",
		"		dst[i] = a[i] + b[i]",
		"	}",
	},
	Params: []string{"dst", "a", "b", "n"},
	Counts: []string{"n"},
	Group:  4,
	Body: func(m *machine.Machine) {
		dst, a, b, n := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("n")
		sweep := func() {
			m.Each(n, func() { m.Store(dst, m.Add(m.Load(a), m.Load(b))) }, dst, a, b)
		}
		sweep()
		m.Narrow(sweep)
		m.Single(sweep)
	},
}
