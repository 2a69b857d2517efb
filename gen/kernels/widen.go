package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// widenings are the kernels that convert numbers to float64 faster than a loop in Go does.
// Conversions of integers of 32 bits are exact. Those of 64 bits round once, in the addition.
func widenings() []*build.Kernel {
	const two52, two84 = 0x1p52, 0x1p84
	// below32 is the number of the lower halves of the lanes, whose upper halves are zeros.
	below32 := func(m *build.Machine, x build.I, zero float64) build.F {
		return m.Sub(m.Float(m.OrInt(x, m.Int(generic.Integer))), m.Const(zero))
	}
	below64 := func(m *build.Machine, x build.I, zero float64) build.F {
		upper := m.OrInt(m.ShiftAllRight(x, 32), m.Int(math.Float64bits(two84)))
		lower := m.OrInt(m.AndInt(x, m.Int(math.MaxUint32)), m.Int(generic.Integer))
		return m.Add(m.Sub(m.Float(upper), m.Const(zero)), m.Float(lower))
	}
	return []*build.Kernel{
		widening("Float32", 4, func(m *build.Machine, p build.P) build.F {
			return m.LoadFloat32At(p, 0)
		}),
		widening("Int32", 4, func(m *build.Machine, p build.P) build.F {
			x := m.AddInt(m.LoadUint32(p), m.Int(1<<31)) // modulo 2^32: the number and 2^31
			return below32(m, m.AndInt(x, m.Int(math.MaxUint32)), two52+0x1p31)
		}),
		widening("Uint32", 4, func(m *build.Machine, p build.P) build.F {
			return below32(m, m.LoadUint32(p), two52)
		}),
		widening("Int64", 8, func(m *build.Machine, p build.P) build.F {
			x := m.AddInt(m.Bits(m.Load(p)), m.Int(1<<63)) // the number and 2^63
			return below64(m, x, two84+0x1p63+two52)
		}),
		widening("Uint64", 8, func(m *build.Machine, p build.P) build.F {
			return below64(m, m.Bits(m.Load(p)), two84+two52)
		}),
	}
}

func widening(of string, size int, load func(*build.Machine, build.P) build.F) *build.Kernel {
	return &build.Kernel{
		Name: "widen" + of,
		Doc: []string{
			"widen" + of + " is",
			"",
			"	for i := range n {",
			"		dst[i] = float64(x[i])",
			"	}",
			"",
			"n is a multiple of the group.",
		},
		Params: []string{"dst", "x", "n"},
		Counts: []string{"n"},
		Group:  4,
		Body: func(m *build.Machine) {
			dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
			pointers := []build.P{dst, x}
			if size == 4 {
				pointers = pointers[:1]
			}
			m.ForEachGroup(n, func() {
				m.Store(dst, load(m, x))
				if size == 4 {
					m.SkipHalves(x)
				}
			}, pointers...)
		},
	}
}
