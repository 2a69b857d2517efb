package kernels

import "sumlog/gen/machine"

// addition returns the kernel that adds elements of one type. It counts in words
// of 64 bits, which hold one to eight of them.
func addition(name, element string, code machine.Code) *machine.Kernel {
	return &machine.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	for i := range words * 8 / sizeof(" + element + ") {",
			"		dst[i] = a[i] + b[i]",
			"	}",
		},
		Params: []string{"dst", "a", "b", "words"},
		Counts: []string{"words"},
		Group:  4,
		Body: func(m *machine.Machine) {
			dst, a, b, words := m.Pointer("dst"), m.Pointer("a"), m.Pointer("b"), m.Count("words")
			sweep := func() {
				m.Each(words, func() { m.Store(dst, m.AddAs(code, m.Load(a), m.Load(b))) }, dst, a, b)
			}
			sweep()
			m.Narrow(sweep)
			m.Single(sweep)
		},
	}
}

// An addition that wraps around is the same for signed and unsigned numbers: six
// kernels serve ten types.
var additions = []*machine.Kernel{
	addition("addFloat64", "float64", machine.Add),
	addition("addFloat32", "float32", machine.AddFloat32),
	addition("addInt64", "int64", machine.AddInt),
	addition("addInt32", "int32", machine.AddInt32),
	addition("addInt16", "int16", machine.AddInt16),
	addition("addInt8", "int8", machine.AddInt8),
}
