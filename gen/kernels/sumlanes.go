package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// sumHalf records the loops of a kernel over one half of the lanes of a block and the elements
// that go there: stripes, each of that many rows, with the other half's stripes between them. The
// kernel has the parameters lanes, which points to the half of the first field, the inputs,
// stripes and rows. step assigns to the fields of some lanes what they are after the elements in.
// Two vectors are done side by side: their lanes are independent.
//
// Parameters are read where they are used: there are more than registers.
func sumHalf(m *build.Machine, fields int, inputs []string, step func(lane, in []build.F)) {
	lanes := 2 * m.Width()
	m.WithLanes(lanes, func() {
		for first := 0; first < generic.Width; first += lanes {
			at := func(field int) uintptr { return 8 * uintptr(field*generic.Lanes+first) }
			var lane []build.F
			from := m.Pointer("lanes")
			for f := range fields {
				lane = append(lane, m.Var(m.LoadAt(from, at(f))))
			}
			var pointers []build.P
			for _, name := range inputs {
				pointers = append(pointers, m.Pointer(name))
			}
			forward := func(elements int) {
				for _, p := range pointers {
					m.AddPtr(p, 8*elements)
				}
			}
			m.Repeat(m.Count("stripes"), func() {
				m.Repeat(m.Count("rows"), func() {
					var in []build.F
					for _, p := range pointers {
						in = append(in, m.LoadAt(p, at(0)))
					}
					step(lane, in)
					if first == 0 {
						// The next stripe of this half: no processor guesses that the other
						// half's is left out.
						for _, p := range pointers {
							m.Prefetch(p, 8*2*generic.Stripe, 8*generic.Width)
						}
					}
					forward(generic.Width)
				})
				forward(generic.Stripe)
			})
			to := m.Pointer("lanes")
			for f, v := range lane {
				m.StoreAt(to, at(f), v)
			}
		}
	})
}
