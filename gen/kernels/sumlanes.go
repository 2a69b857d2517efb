package kernels

import (
	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// half is one half of the lanes of a sum over a block, and the elements that go there: stripes,
// each of that many rows, with the other half's stripes between them.
type half struct {
	lanes         build.P // the first field's
	inputs        []build.P
	stripes, rows build.N
}

// halfOf takes the parameters of a kernel over a half: lanes, the inputs, stripes and rows.
func halfOf(m *build.Machine, inputs ...string) half {
	h := half{lanes: m.Pointer("lanes"), stripes: m.Count("stripes"), rows: m.Count("rows")}
	for _, name := range inputs {
		h.inputs = append(h.inputs, m.Pointer(name))
	}
	return h
}

// sum records the loops. step assigns to the fields of some lanes what they are after the
// elements in. Two vectors are done side by side: their lanes are independent.
func (h half) sum(m *build.Machine, fields int, step func(lane, in []build.F)) {
	lanes := 2 * m.Width()
	m.WithLanes(lanes, func() {
		for first := 0; first < generic.Width; first += lanes {
			at := func(field int) uintptr { return 8 * uintptr(field*generic.Lanes+first) }
			var lane []build.F
			for f := range fields {
				lane = append(lane, m.Var(m.LoadAt(h.lanes, at(f))))
			}
			var inputs []build.P
			for _, p := range h.inputs {
				inputs = append(inputs, m.Offset(p, 0))
			}
			forward := func(elements int) {
				for _, p := range inputs {
					m.AddPtr(p, 8*elements)
				}
			}
			m.Repeat(m.CopyCount(h.stripes), func() {
				m.Repeat(m.CopyCount(h.rows), func() {
					var in []build.F
					for _, p := range inputs {
						in = append(in, m.LoadAt(p, at(0)))
					}
					step(lane, in)
					forward(generic.Width)
				})
				forward(generic.Stripe)
			})
			for f, v := range lane {
				m.StoreAt(h.lanes, at(f), v)
			}
		}
	})
}
