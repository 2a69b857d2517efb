package kernels

import (
	"slices"

	"sumlog/gen/build"
)

// ForC lists the kernels of the C library: those that it calls, and what Go does without assembly.
func ForC() []*build.Kernel {
	list := slices.DeleteFunc(All(), func(k *build.Kernel) bool { return slices.Contains(notForC, k) })
	return append(list, logProducts, separately)
}

// notForC are those without which C has the same bits: it converts float32 numbers block by block.
var notForC = []*build.Kernel{productFloat32}

// NeedsLanes reports whether the C library has the kernel only for sets of several lanes: the
// kernel takes a row a lane, and plain C, of one lane, goes from row to row.
func NeedsLanes(k *build.Kernel) bool { return slices.Contains(rowALane, k) }

var rowALane = []*build.Kernel{
	expSumRows, logExpRows, softmaxRows, logSoftmaxRows, dotLogRows, carefulDotRows,
}

var logProducts = &build.Kernel{
	Name: "logProducts",
	Doc: []string{
		"logProducts is logRows for one vector of products, whose exponents are floats:",
		"integers of up to 2^53.",
	},
	Params: []string{"p", "e", "exp"},
	Group:  1,
	Body: func(m *build.Machine) {
		p, e, exp := m.Pointer("p"), m.Pointer("e"), m.Pointer("exp")
		m.Store(p, logOfProduct(m, m.Load(p), m.Load(e), func() build.F { return m.Load(exp) }))
	},
}

var separately = &build.Kernel{
	Name: "separately",
	Doc: []string{
		"separately is a[0]·b[0] + c[0] for one vector, the product rounded by itself: a",
		"compiler that fuses the two breaks the kernels.",
	},
	Params: []string{"dst", "a", "b", "c"},
	Group:  1,
	Body: func(m *build.Machine) {
		a, b, c := m.Pointer("a"), m.Pointer("b"), m.Pointer("c")
		m.Store(m.Pointer("dst"), m.Add(m.Mul(m.Broadcast(a, 0), m.Broadcast(b, 0)), m.Broadcast(c, 0)))
	},
}
