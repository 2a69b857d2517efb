package kernels

import "sumlog/gen/build"

var countFactors = &build.Kernel{
	Name: "countFactors",
	Doc: []string{
		"countFactors sets dst[j] to x[j] where n[j] has the bit or x[j] is NaN, and to 1",
		"elsewhere, for length elements: a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "n", "x", "length", "bit"},
	Counts: []string{"length"},
	Group:  2,
	Body: func(m *build.Machine) {
		dst, n, x, length := m.Pointer("dst"), m.Pointer("n"), m.Pointer("x"), m.Count("length")
		bit := m.Bits(m.Broadcast(m.Pointer("bit"), 0))
		m.ForEach(length, func() {
			v := m.Load(x)
			clear := m.EqualInt(m.AndInt(m.Bits(m.Load(n)), bit), m.Int(0))
			m.Store(dst, m.Merge(m.And(clear, m.Equal(v, v)), m.Const(1), v))
		}, dst, n, x)
	},
}
