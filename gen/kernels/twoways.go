package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// twoWays is a kernel with a result an element, which takes one of two ways to it.
type twoWays struct {
	name, does string   // the function, and the body of its loop
	args       []string // of the function of, arrays
	length     string
	of         func(m *build.Machine, v []build.F, later deferral) build.F
}

func (t twoWays) kernel() *build.Kernel {
	params := append([]string{"dst"}, t.args...)
	return &build.Kernel{
		Name: t.name,
		Doc: []string{
			t.name + " is",
			"",
			"	for j := range " + t.length + " {",
			"		" + t.does,
			"	}",
			"",
			"with " + t.length + " a whole number of groups where the target has no masks. Where defers is",
			"1 and the elements of a vector take both ways to the result, those on the way of half of",
			"them or fewer are left for later: dst[j] means nothing, and later tells which they are,",
			"a generic.Deferred a vector, clear before.",
		},
		Params: append(params, "later", t.length, "defers"),
		Counts: []string{t.length, "defers"},
		Group:  1, // two mix more ways, and some spill
		Body: func(m *build.Machine) {
			dst, later := m.Pointer("dst"), deferral{m.Pointer("later"), m.Count("defers")}
			pointers := []build.P{dst}
			for _, name := range t.args {
				pointers = append(pointers, m.Pointer(name))
			}
			m.ForEach(m.Count(t.length), func() {
				var v []build.F
				for _, p := range pointers[1:] {
					v = append(v, m.Load(p))
				}
				m.Store(dst, t.of(m, v, later))
				m.AddPtr(later.to, int(unsafe.Sizeof(deferred)))
			}, pointers...)
		},
	}
}

// deferral is where a kernel notes elements that it leaves for later, if it does.
type deferral struct {
	to     build.P
	defers build.N
}

var deferred generic.Deferred

// separate leaves a block for the other way where no element of a vector takes the first one. Where
// some do, it makes all take the same: the first one, by small in place of the x[0] of the others,
// or, where half of them or fewer do, the other one, by 16 in place of their x.
func (d deferral) separate(
	m *build.Machine, first build.M, other build.Exit, small func(*build.Machine) build.F,
	x ...build.F,
) {
	m.ExitIfNone(other, first)
	m.If(d.defers, func() {
		m.Block(func(done build.Exit) {
			m.ExitIfAll(done, first)
			m.Block(func(few build.Exit) {
				m.ExitIfFew(few, first)
				others := m.Equal(m.Masked(first, m.Const(1)), m.Const(0))
				m.StoreLanes(d.to, unsafe.Offsetof(deferred.Others), others)
				m.Assign(x[0], m.Merge(others, small(m), x[0]))
				m.Exit(done)
			})
			m.StoreLanes(d.to, unsafe.Offsetof(deferred.First), first)
			for _, v := range x {
				m.Assign(v, m.Merge(first, m.Const(16), v))
			}
			m.Exit(other)
		})
	})
}

func two(m *build.Machine) build.F { return m.Const(2) }
