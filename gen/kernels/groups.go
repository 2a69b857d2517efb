package kernels

import (
	"fmt"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var (
	groupsOf16 = groups("groupsOf16", generic.Width)
	groupsOf32 = groups("groupsOf32", 2*generic.Width)
)

// groups sums the logarithms of groups of at most that many elements.
func groups(name string, most int) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " sets dst[i] to the sum of the logarithms of the elements of x from number",
			fmt.Sprintf("from[i] to to[i]-1: the first %d where they are more.", most),
			"n is a whole number of vectors, at least one, and mask points to the middle of generic.GroupMask.",
			"fallback gets a 1 where an element is too small for this, or a result is NaN.",
		},
		Params: []string{"dst", "x", "from", "to", "mask", "n", "fallback"},
		Counts: []string{"n"},
		Group:  1,
		Body: func(m *build.Machine) {
			dst, x, n := m.Pointer("dst"), m.Pointer("x"), m.Count("n")
			from, to, mask := m.Pointer("from"), m.Pointer("to"), m.Pointer("mask")
			minBits := m.UniformVar(m.Float(m.Int(generic.Infinity)))
			late := newLateLogs(m, dst, most)
			m.ForEachGroup(n, func() {
				late.next(m, dst, reduceAll(m, func(i int) scaledPair {
					bounds := [2]build.N{m.LoadCount(from, uintptr(8*i)), m.LoadCount(to, uintptr(8*i))}
					return groupOf(m, x, mask, bounds, most).product(m, minBits)
				}))
			}, dst, from, to)
			late.end(m, minBits)
		},
	}
}

// group is where the elements of a group and of its mask are.
type group struct {
	x, mask build.P
	most    int
}

// groupOf is the group of the elements from number bounds[0] to number bounds[1]-1.
func groupOf(m *build.Machine, x, mask build.P, bounds [2]build.N, most int) group {
	x = m.Offset(x, 0)
	m.AddPtrWords(x, bounds[0])
	m.SubCount(bounds[0], bounds[1])
	m.AtLeast(bounds[0], -most)
	mask = m.Offset(mask, 0) // not sooner: amd64 has few registers for pointers
	m.AddPtrWords(mask, bounds[0])
	return group{x, mask, most}
}

// product multiplies the group. A lane without an element is 1, which changes nothing.
func (g group) product(m *build.Machine, minBits build.F) scaledPair {
	m.PrefetchMasked(g.x, 4*g.most)
	return fewRows(m, g.most, func(at int) build.F { return g.load(m, uintptr(8*at), minBits) })
}

// fewRows multiplies at most that many elements, eight at a time, in the lanes of
// generic.ProductOf, and merges these down to those of a vector.
func fewRows(m *build.Machine, most int, load func(at int) build.F) (all scaledPair) {
	m.WithLanes(generic.Row8, func() {
		for half := 0; half < generic.Width; half += generic.Row8 {
			var v scaledPair
			for at := half; at < most; at += generic.Width {
				v = v.multiply(m, load(at))
			}
			if half == 0 {
				all = v
			} else {
				all = all.merge(m, v)
			}
		}
		all = all.foldLanes(m)
	})
	return all
}

func (g group) load(m *build.Machine, offset uintptr, minBits build.F) build.F {
	set := m.MaskOf(m.Bits(m.LoadAt(g.mask, offset)))
	v := m.Merge(set, m.LoadMasked(set, g.x, offset), m.Const(1))
	m.Accumulate(minBits, m.MinInt32, m.Bits(v))
	return v
}

// multiply multiplies by a number in each lane.
func (a scaledPair) multiply(m *build.Machine, v build.F) scaledPair {
	switch {
	case a.p.None():
		return scaledPair{p: v}
	case a.e.None():
		return a.merge(m, scaledPair{p: v})
	}
	p := m.Mul(a.p, v)
	return scaledPair{p: p, e: m.MulAdd(a.e, v, m.MulSub(a.p, v, p))}
}
