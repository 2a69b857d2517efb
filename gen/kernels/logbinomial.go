package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logBinomial = &build.Kernel{
	Name: "logBinomial",
	Doc: []string{
		"logBinomial is",
		"",
		"	for j := range length {",
		"		dst[j] = ln of the binomial coefficient of n[j] over k[j]",
		"	}",
		"",
		"with length a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "n", "k", "length"},
	Counts: []string{"length"},
	Group:  1,
	Body: func(m *build.Machine) {
		dst, n, k := m.Pointer("dst"), m.Pointer("n"), m.Pointer("k")
		m.ForEach(m.Count("length"), func() {
			m.Store(dst, logBinomialOf(m, m.Load(n), m.Load(k)))
		}, dst, n, k)
	},
}

// logBinomialOf is generic.logBinomial.
func logBinomialOf(m *build.Machine, n, k build.F) build.F {
	zero, one, huge := m.Const(0), m.Const(1), m.Const(generic.GammaHuge)
	result := m.Var(zero)
	o, oe := fastTwoDiff(m, n, k)
	less := m.Less(o, k)
	b, a, ae := m.Merge(less, o, k), m.Merge(less, k, o), m.Merge(less, zero, oe)
	m.Block(func(done build.Exit) {
		small := func() build.M { return m.Less(b, m.Const(generic.FirstLarge)) }
		m.IfAny(small(), func() {
			m.Commentf("lanes with a small b")
			bs := m.Merge(small(), b, one)
			m.Assign(result, binomialSmall(m, n, a, ae, b, bs))
			m.ExitIfAll(done, small())
		})
		m.Commentf("the others")
		h, l := entropy(m, a, ae, b, n, build.F{}, 0.5)
		m.Assign(result, m.Merge(small(), result, m.Add(h, l)))
	})
	m.Commentf("n or k that is no ordinary number or decides by itself, or huge")
	least := m.Const(-math.SmallestNonzeroFloat64) // k = 0 and k = n are usual: counts often are
	usual := both(m,
		func() build.M { return m.Less(least, k) },
		func() build.M { return m.Less(least, o) },
		func() build.M { return m.Less(n, huge) },
	)
	m.UnlessAll(usual, func() {
		most := m.Const(generic.MaxRising)
		v := m.Merge(m.Less(n, most), result, m.Const(infinity))
		v = m.Merge(m.Or(m.Equal(k, zero), m.Equal(k, n)), zero, v)
		v = m.Merge(m.Or(m.Less(k, zero), m.Less(n, k)), m.Const(math.Inf(-1)), v)
		number := m.And(m.Equal(n, n), m.Equal(k, k))
		v = m.Merge(m.Less(n, zero), m.Const(math.NaN()), v)
		m.Assign(result, m.Merge(number, v, m.Const(math.NaN())))
	})
	return result
}

// binomialSmall is the part of generic.logBinomial for b < 8. bs is b there, and 1 elsewhere.
func binomialSmall(m *build.Machine, n, a, ae, b, bs build.F) build.F {
	one := m.Const(1)
	result := m.Var(m.Const(0))
	j := nearest(m, bs)
	x, xe := twoSum(m, a, one)
	xe = m.Add(xe, ae)
	few := func() build.M {
		return both(m,
			func() build.M { return m.Less(b, m.Const(generic.FirstLarge)) },
			func() build.M { return m.Equal(bs, j) },
			func() build.M { return m.Less(n, m.Const(generic.FewFactors)) },
		)
	}
	m.IfAny(few(), func() {
		m.Assign(result, chooseFew(m, x, xe, m.Masked(few(), bs)))
	})
	m.Block(func(done build.Exit) {
		m.ExitIfAll(done, m.Or(few(), m.Less(m.Const(0x1.fffffffffffffp2), b)))
		m.Commentf("a fractional b, or a huge n")
		h, l := rising(m, x, xe, bs, false)
		gh, gl := gammaSmall(m, m.Sub(bs, j), m.Add(j, one), bs, 7, false)
		s, e := twoDiff(m, h, gh)
		v := m.Add(s, m.Add(e, m.Sub(l, gl)))
		m.Assign(result, m.Merge(few(), result, v))
	})
	return result
}

// chooseFew is generic.chooseFew.
func chooseFew(m *build.Machine, x, xe, count build.F) build.F {
	f := m.Lookup(&generic.Factorials, m.Bits(m.Add(count, m.Const(0x1p52))))
	p, e, k := product8(m, x, xe, count)
	q := m.Div(p, f)
	d := m.Div(m.Sub(m.MulSub(q, f, p), e), p)
	h, l := logScaled(m, q, k)
	return m.Add(h, m.Sub(l, d))
}

var logMultichoose = &build.Kernel{
	Name: "logMultichoose",
	Doc: []string{
		"logMultichoose is",
		"",
		"	for j := range n {",
		"		dst[j] = ln( Γ(r[j]+y[j]) / (Γ(r[j])·y[j]!) )",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "r", "y", "n"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *build.Machine) {
		dst, r, y := m.Pointer("dst"), m.Pointer("r"), m.Pointer("y")
		m.ForEach(m.Count("n"), func() {
			m.Store(dst, logMultichooseOf(m, m.Load(r), m.Load(y)))
		}, dst, r, y)
	},
}

// logMultichooseOf is generic.logMultichoose.
func logMultichooseOf(m *build.Machine, r, y build.F) build.F {
	zero, bound := m.Const(0), m.Const(generic.FewFactors)
	// few is where a is a small integer and b not too large.
	few := func(a, b build.F, most float64) build.M {
		return both(m,
			func() build.M { return m.Less(a, m.Const(most)) },
			func() build.M { return m.Equal(nearest(m, a), a) },
			func() build.M { return m.Less(b, bound) },
		)
	}
	fewCounts := func() build.M { return few(y, r, 7.5) }
	anyFew := func() build.M { return m.Or(fewCounts(), few(r, y, 8.5)) }
	result := m.Var(zero)
	m.Block(func(done build.Exit) {
		m.IfAny(anyFew(), func() {
			m.Commentf("a small integer y or r: a product")
			x, xe := twoSum(m, y, m.Const(1))
			count := m.Masked(few(r, y, 8.5), m.Sub(r, m.Const(1)))
			isFew := fewCounts()
			count = m.Merge(isFew, y, count)
			x, xe = m.Merge(isFew, r, x), m.Merge(isFew, zero, xe)
			m.Assign(result, chooseFew(m, x, xe, count))
			m.ExitIfAll(done, anyFew())
		})
		m.Commentf("the others")
		yy := m.Merge(anyFew(), m.Const(generic.FirstLarge), y)
		h, l := beta(m, r, yy)
		tiny := m.Less(yy, m.Const(0x1p-500))
		scaled := m.Mul(yy, m.Merge(tiny, m.Const(0x1p600), m.Const(1)))
		lh, ll := logScaled(m, scaled, m.Masked(tiny, m.Const(-600)))
		h, e := twoSum(m, h, lh)
		v := negative(m, m.Add(h, m.Add(e, m.Add(l, ll))))
		v = m.Merge(m.Equal(y, zero), zero, v)
		m.Assign(result, m.Merge(anyFew(), result, v))
	})
	m.Commentf("r or y that is no ordinary number, or huge")
	m.UnlessAll(ordinary(m, r, y, -math.SmallestNonzeroFloat64), func() {
		v := finiteOr(m, result, r, y, math.Inf(1))
		v = m.Merge(m.Equal(r, zero), m.Const(math.Inf(-1)), v)
		v = m.Merge(m.Equal(y, zero), zero, v)
		m.Assign(result, notNegative(m, r, y, v))
	})
	return result
}
