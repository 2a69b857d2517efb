package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var infinity = math.Inf(1)

var logGamma = lnGamma{
	low:   maxSubnormal,
	large: -0.5,
	small: func(m *build.Machine, x build.F) build.F {
		j := nearest(m, x)
		h, l := gammaSmall(m, m.Sub(x, j), j, m.Sub(x, m.Const(1)), 6, false)
		return m.Add(h, l)
	},
	other: func(m *build.Machine, x build.F) build.F { return negative(m, logSpecial(m, x)) },
}.kernel("logGamma", "dst[j] = ln Γ(x[j])")

const maxSubnormal = 0x0.fffffffffffffp-1022

var logFactorial = lnGamma{
	low:   -1,
	large: 0.5,
	small: func(m *build.Machine, x build.F) build.F {
		j := nearest(m, x)
		h, l := gammaSmall(m, m.Sub(x, j), m.Add(j, m.Const(1)), x, 7, false)
		result := m.Var(m.Add(h, l))
		near := m.Less(m.Const(-generic.FlatGamma), x)
		flat := m.And(near, m.Less(x, m.Const(generic.FlatGamma)))
		m.IfAny(flat, func() {
			m.Commentf("x next to 0")
			m.Assign(result, m.Merge(flat, gamma1(m, x), result))
		})
		return result
	},
	other: func(m *build.Machine, x build.F) build.F {
		return m.Merge(m.Equal(x, m.Const(-1)), m.Const(infinity), m.Const(math.NaN()))
	},
}.kernel("logFactorial", "dst[j] = ln Γ(1+x[j])")

// lnGamma is ln Γ of x or of 1 + x, which takes one way below [generic.FirstLarge] and another one
// from there on.
type lnGamma struct {
	low   float64 // the ordinary arguments are above
	small func(m *build.Machine, x build.F) build.F
	large float64                                   // of gammaLarge
	other func(m *build.Machine, x build.F) build.F // of what is not above low
}

var deferred generic.Deferred

func (g lnGamma) kernel(name, does string) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	for j := range n {",
			"		" + does,
			"	}",
			"",
			"with n a whole number of groups where the target has no masks. Where defers is 1 and the",
			"elements of a vector take both ways, dst[j] = x[j] for those on the way of half of them",
			"or fewer, and later tells which: a generic.Deferred a vector, clear before.",
		},
		Params: []string{"dst", "x", "later", "n", "defers"},
		Counts: []string{"n", "defers"},
		Group:  1, // two mix more ways
		Body: func(m *build.Machine) {
			dst, x, later := m.Pointer("dst"), m.Pointer("x"), m.Pointer("later")
			n, defers := m.Count("n"), m.Count("defers")
			m.ForEach(n, func() {
				m.Store(dst, g.of(m, m.Load(x), later, defers))
				m.AddPtr(later, int(unsafe.Sizeof(deferred)))
			}, dst, x)
		},
	}
}

func (g lnGamma) of(m *build.Machine, x build.F, later build.P, defers build.N) build.F {
	result := m.Var(x)
	above := func() build.M { return m.Less(m.Const(g.low), x) }
	small := m.And(above(), m.Less(x, m.Const(generic.FirstLarge)))
	m.Block(func(done build.Exit) {
		m.Block(func(large build.Exit) {
			m.ExitIfNone(large, small)
			m.If(defers, func() { m.ExitIfFew(large, small) })
			m.Commentf("small x")
			m.Assign(result, m.Merge(small, g.small(m, x), result))
			m.ExitIfAll(done, small)
			m.If(defers, func() {
				others := m.Equal(m.Masked(small, m.Const(1)), m.Const(0))
				m.StoreLanes(later, unsafe.Offsetof(deferred.Others), others)
				m.Exit(done)
			})
		})
		m.Commentf("the others")
		h, l := gammaLarge(m, x, g.large)
		m.Assign(result, m.Merge(small, result, m.Add(h, l)))
		m.If(defers, func() { m.StoreLanes(later, unsafe.Offsetof(deferred.Small), small) })
		m.Commentf("x that is no ordinary number, or huge")
		usual := func() build.M { return m.And(above(), m.Less(x, m.Const(generic.GammaHuge))) }
		m.UnlessAll(usual(), func() {
			huge := gammaHuge(m, x)
			other := m.Merge(above(), huge, g.other(m, x))
			m.Assign(result, m.Merge(usual(), result, other))
		})
	})
	return result
}
