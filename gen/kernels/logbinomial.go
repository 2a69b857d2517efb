package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logBinomial = twoWays{
	name: "logBinomial", does: "dst[j] = ln of the binomial coefficient of n[j] over k[j]",
	args: []string{"n", "k"}, length: "length",
	of: func(m *build.Machine, v []build.F, later deferral) build.F {
		return logBinomialOf(m, v[0], v[1], later)
	},
}.kernel()

// logBinomialOf is generic.logBinomial.
func logBinomialOf(m *build.Machine, n, k build.F, later deferral) build.F {
	zero, one, huge := m.Const(0), m.Const(1), m.Const(generic.GammaHuge)
	result := m.Var(zero)
	o, oe := fastTwoDiff(m, n, k)
	less := m.Less(o, k)
	b, a, ae := m.Var(m.Merge(less, o, k)), m.Merge(less, k, o), m.Merge(less, zero, oe)
	m.Block(func(done build.Exit) {
		small := func() build.M { return m.Less(b, m.Const(generic.FirstLarge)) }
		m.Block(func(large build.Exit) {
			later.separate(m, small(), large, nil, b)
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
	result := m.Var(m.Const(0))
	x, xe := twoSum(m, a, m.Const(1))
	xe = m.Add(xe, ae)
	few := func() build.M {
		return both(m,
			func() build.M { return m.Less(b, m.Const(generic.FirstLarge)) },
			func() build.M { return m.Equal(bs, nearest(m, bs)) },
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
		u, v, t := gammaSmall(m, bs, gammaPart(m, m.Add(bs, m.Const(1))))
		gh, gl := mulSum(m, u, v, t)
		s, e := twoDiff(m, h, gh)
		r := m.Add(s, m.Add(e, m.Sub(l, gl)))
		m.Assign(result, m.Merge(few(), result, r))
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

var logMultichoose = twoWays{
	name: "logMultichoose", does: "dst[j] = ln( Γ(r[j]+y[j]) / (Γ(r[j])·y[j]!) )",
	args: []string{"r", "y"}, length: "n",
	of: func(m *build.Machine, v []build.F, later deferral) build.F {
		return logMultichooseOf(m, v[0], v[1], later)
	},
}.kernel()

// logMultichooseOf is generic.logMultichoose.
func logMultichooseOf(m *build.Machine, kinds, elements build.F, later deferral) build.F {
	zero, bound := m.Const(0), m.Const(generic.FewFactors)
	r, y := m.Var(kinds), m.Var(elements)
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
		m.Block(func(large build.Exit) {
			// A stand-in is of the kind that is there already.
			alike := func() build.F {
				c := m.Var(m.Const(2.5))
				m.IfAny(anyFew(), func() { m.Assign(c, m.Const(2)) })
				return c
			}
			small := m.Or(m.Less(r, m.Const(8.5)), m.Less(y, m.Const(generic.FirstLarge)))
			later.separate(m, small, large, alike, y, r)
			m.ExitIfNone(large, anyFew())
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
		set := anyFew()
		rr, yy := m.Merge(set, m.Const(16), r), m.Merge(set, m.Const(generic.FirstLarge), y)
		h, l := beta(m, rr, yy, nil)
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
