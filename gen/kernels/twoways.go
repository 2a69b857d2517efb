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
			"1, dst must be no input, and where the elements of a vector take both ways to the result,",
			"those on the way that half of them or fewer take are left for later: dst[j] means",
			"nothing, and later, a generic.Deferred a vector that the caller clears, tells which.",
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

// separate leaves for large where no lane takes the first way. Where elements may wait and only some
// lanes take it, it notes the fewer ones, and puts others in their place: small, or 2 where that is
// nil, in x[0], which decides the way, or 16 in all of x.
func (d deferral) separate(
	m *build.Machine, first build.M, large build.Exit, small func() build.F, x ...build.F,
) {
	m.ExitIfNone(large, first)
	m.If(d.defers, func() {
		m.Block(func(done build.Exit) {
			m.ExitIfAll(done, first)
			m.Block(func(few build.Exit) {
				m.ExitIfFew(few, first)
				others := m.Equal(m.Masked(first, m.Const(1)), m.Const(0)) // there is no Not
				m.StoreLanes(d.to, unsafe.Offsetof(deferred.Others), others)
				number := m.Const(2)
				if small != nil {
					number = small()
				}
				m.Assign(x[0], m.Merge(first, x[0], number))
				m.Exit(done)
			})
			m.StoreLanes(d.to, unsafe.Offsetof(deferred.First), first)
			for _, v := range x {
				m.Assign(v, m.Merge(first, m.Const(16), v))
			}
			m.Exit(large)
		})
	})
}
