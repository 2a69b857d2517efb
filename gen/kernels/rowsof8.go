package kernels

import (
	"fmt"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var rowsOf8 = &build.Kernel{
	Name: "rowsOf8",
	Doc: []string{
		"rowsOf8 sets dst[r] to the sum of the logarithms of the row of at most 8 elements that",
		"begins r·stride bytes behind x, for n rows, a whole number of vectors, at least one.",
		"mask points into generic.TailMask; part is 0 where rows have 8 elements. fallback gets",
		"a 1 where an element is too small for this, or a result is NaN.",
	},
	Params: []string{"dst", "x", "stride", "mask", "part", "n", "fallback"},
	Counts: []string{"stride", "part", "n"},
	Group:  1,
	Body: func(m *build.Machine) {
		dst, x, stride := m.Pointer("dst"), m.Pointer("x"), m.Count("stride")
		mask, n := m.Pointer("mask"), m.Count("n")
		minBits := m.UniformVar(m.Float(m.Int(generic.Infinity)))
		late := newLateLogs(m, dst, generic.Row8)
		rows := func(load func() build.F) {
			m.ForEachGroup(n, func() {
				late.next(m, dst, reduceAll(m, func(int) (v scaledPair) {
					m.WithLanes(generic.Row8, func() {
						v.p = load()
						m.Accumulate(minBits, m.MinInt32, m.Bits(v.p))
						v = v.foldLanes(m)
					})
					m.AddPtrCount(x, stride)
					return v
				}))
			}, dst)
		}
		m.If(m.Count("part"), func() {
			var set build.M
			m.WithLanes(generic.Row8, func() { set = m.LessInt(m.Bits(m.Load(mask)), m.Int(0)) })
			rows(func() build.F {
				m.PrefetchMasked(x, 8*generic.Row8)
				return m.Merge(set, m.LoadMasked(set, x, 0), m.Const(1))
			})
		})
		rows(func() build.F { return m.Load(x) })
		late.end(m, minBits)
	},
}

var (
	rowsOf16 = rowsOf("rowsOf16", generic.Width)
	rowsOf32 = rowsOf("rowsOf32", 2*generic.Width)
)

// rowsOf is rowsOf8 of more than half as many elements as most, and at most that many.
func rowsOf(name string, most int) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			fmt.Sprintf("%s is rowsOf8 of rows of %d to %d elements.", name, most/2+1, most),
			"mask points into generic.GroupMask.",
		},
		Params: []string{"dst", "x", "stride", "mask", "n", "fallback"},
		Counts: []string{"stride", "n"},
		Group:  1,
		Body: func(m *build.Machine) {
			dst, x, stride := m.Pointer("dst"), m.Pointer("x"), m.Count("stride")
			mask, n := m.Pointer("mask"), m.Count("n")
			minBits := m.UniformVar(m.Float(m.Int(generic.Infinity)))
			late := newLateLogs(m, dst, most)
			sets := map[int]build.M{} // of what a row need not have
			for at := most / 2; at < most; at += generic.Row8 {
				m.WithLanes(generic.Row8, func() {
					sets[at] = m.LessInt(m.Bits(m.LoadAt(mask, uintptr(8*at))), m.Int(0))
				})
			}
			m.ForEachGroup(n, func() {
				late.next(m, dst, reduceAll(m, func(int) scaledPair {
					p := fewRows(m, most, func(at int) (v build.F) {
						if set, ok := sets[at]; ok {
							v = m.Merge(set, m.LoadMasked(set, x, uintptr(8*at)), m.Const(1))
						} else {
							v = m.LoadAt(x, uintptr(8*at))
						}
						m.Accumulate(minBits, m.MinInt32, m.Bits(v))
						return v
					})
					m.PrefetchMasked(x, 8*most)
					m.AddPtrCount(x, stride)
					return p
				}))
			}, dst)
			late.end(m, minBits)
		},
	}
}
