package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var logRising = &build.Kernel{
	Name: "logRising",
	Doc: []string{
		"logRising is",
		"",
		"	for j := range n {",
		"		dst[j] = ln Γ(x[j]+count[j]) - ln Γ(x[j])",
		"	}",
		"",
		"with n a whole number of groups where the target has no masks.",
	},
	Params: []string{"dst", "x", "count", "n"},
	Counts: []string{"n"},
	Group:  1, // two are no faster with AVX-512, and up to a fifth slower with AVX2: they spill
	Body: func(m *build.Machine) {
		dst, x, count := m.Pointer("dst"), m.Pointer("x"), m.Pointer("count")
		m.ForEach(m.Count("n"), func() {
			m.Store(dst, logRisingOf(m, m.Load(x), m.Load(count)))
		}, dst, x, count)
	},
}

// logRisingOf is generic.logRising.
func logRisingOf(m *build.Machine, x, n build.F) build.F {
	h, l := rising(m, x, build.F{}, n, true)
	result := m.Var(m.Add(h, l))
	m.Commentf("x or n that is no ordinary number, or huge")
	m.UnlessAll(ordinary(m, x, n, -math.SmallestNonzeroFloat64), func() {
		v := finiteOr(m, result, x, n, math.Inf(1))
		v = m.Merge(m.Equal(x, m.Const(0)), m.Const(math.Inf(-1)), v)
		v = m.Merge(m.Equal(n, m.Const(0)), m.Const(0), v)
		m.Assign(result, notNegative(m, x, n, v))
	})
	return result
}

// ordinary is where x is above 0, y above low, and both are below [generic.GammaHuge].
func ordinary(m *build.Machine, x, y build.F, low float64) build.M {
	zero, huge := m.Const(0), m.Const(generic.GammaHuge)
	return both(m,
		func() build.M { return m.Less(zero, x) },
		func() build.M { return m.Less(x, huge) },
		func() build.M { return m.Less(m.Const(low), y) },
		func() build.M { return m.Less(y, huge) },
	)
}

// finiteOr is v, or overflow where v is a NaN, or x or y is [generic.MaxRising] or more.
func finiteOr(m *build.Machine, v, x, y build.F, overflow float64) build.F {
	most := m.Const(generic.MaxRising)
	return m.Merge(both(m,
		func() build.M { return m.Equal(v, v) },
		func() build.M { return m.Less(x, most) },
		func() build.M { return m.Less(y, most) },
	), v, m.Const(overflow))
}

// notNegative is v, or NaN where x or y is negative or a NaN.
func notNegative(m *build.Machine, x, y, v build.F) build.F {
	nan, zero := m.Const(math.NaN()), m.Const(0)
	v = m.Merge(m.Less(x, zero), nan, v)
	v = m.Merge(m.Less(y, zero), nan, v)
	return m.Merge(m.And(m.Equal(x, x), m.Equal(y, y)), v, nan)
}

// rising is generic.rising. An xe without value is 0.
func rising(m *build.Machine, x, xe, n build.F, narrow bool) (h, l build.F) {
	zero := m.Const(0)
	at := argument{m, x, xe, n}
	if narrow {
		at = argument{m, m.Var(x), m.Var(zero), m.Var(n)}
	}
	rh, rl := m.Var(zero), m.Var(zero)
	ph, pl := m.Var(zero), m.Var(zero)
	first, rest := m.Var(zero), m.Var(n)
	small := m.Less(x, m.Const(generic.FirstLarge))
	var widened build.F // 1 where n is widened
	if narrow {
		widened = m.Var(zero)
	}
	isNarrow := func() build.M { return m.Less(zero, widened) }
	m.Block(func(done build.Exit) {
		m.IfAny(small, func() {
			m.Commentf("the first factors of lanes with a small x")
			if narrow {
				fraction := m.And(m.Less(zero, n), m.Less(n, m.Const(generic.NarrowRising)))
				m.Assign(widened, m.Masked(m.And(small, fraction), m.Const(1)))
				m.IfAny(isNarrow(), func() { at.widen(isNarrow()) })
			}
			fh, fl, whole := at.factors(n, small)
			m.Assign(first, m.Masked(small, m.Const(generic.FirstLarge)))
			m.Assign(rest, m.Sub(at.n, whole))
			m.Assign(rh, fh)
			m.Assign(rl, fl)
			m.ExitIfAll(done, m.And(small, m.Equal(rest, zero)))
			m.Assign(ph, m.Masked(small, fh))
			m.Assign(pl, m.Masked(small, fl))
			if narrow {
				far := m.And(small, m.Less(m.Const(generic.MaxExactRest), n))
				m.IfAny(far, func() {
					m.Commentf("what n-8 loses of n")
					lost := m.Sub(m.Sub(n, rest), m.Const(generic.FirstLarge))
					lh, ll := logHL(m, n)
					m.Assign(pl, m.Merge(far, m.MulAdd(lost, m.Add(lh, ll), pl), pl))
				})
			}
		})
		m.Commentf("the others, and what the factors leave")
		a, ae := twoSum(m, at.x, first)
		ch, cl := closedReal(m, a, plus(m, ae, at.xe), rest)
		ch, e := twoSum(m, ch, ph)
		m.Assign(rh, ch)
		m.Assign(rl, m.Add(m.Add(e, cl), pl))
		if narrow {
			m.IfAny(isNarrow(), func() {
				m.Commentf("from the width 2^-30 back to n")
				h, l := narrowed(m, x, n, rh, rl)
				m.Assign(rh, m.Merge(isNarrow(), h, rh))
				m.Assign(rl, m.Merge(isNarrow(), l, rl))
			})
		}
	})
	return rh, rl
}

// argument is x + xe and n. An xe without value is 0.
type argument struct {
	m        *build.Machine
	x, xe, n build.F
}

// widen is the beginning of generic.risingNarrow.
func (a argument) widen(set build.M) {
	m := a.m
	width := m.Const(generic.NarrowRising)
	y, ye := twoSum(m, a.x, m.Mul(m.Const(0.5), m.Sub(a.n, width)))
	c, ce := twoSum(m, m.Const(1), y)
	m.Assign(a.x, m.Merge(set, c, a.x))
	m.Assign(a.xe, m.Merge(set, m.Add(ce, ye), a.xe))
	m.Assign(a.n, m.Merge(set, width, a.n))
}

// factors returns the logarithm of the factors that lanes with a small x multiply out, as a pair,
// and how many of the count n these are.
func (a argument) factors(n build.F, small build.M) (h, l, whole build.F) {
	m := a.m
	eight := m.Const(generic.FirstLarge)
	few := m.And(small, m.Less(n, eight))
	floor := nearest(m, m.Sub(n, m.Const(0.5)))
	floor = m.Merge(m.Equal(nearest(m, n), n), n, floor)
	whole = m.Merge(few, floor, eight)
	whole = m.Masked(small, whole)
	fraction := m.And(few, m.Less(floor, n))
	count, below := m.Merge(fraction, eight, whole), m.Masked(fraction, m.Sub(eight, floor))
	p, e, k := product8(m, a.x, a.xe, count)
	q, r, kq := m.Var(p), m.Var(e), m.Var(k)
	m.IfAny(m.Less(m.Const(0), below), func() {
		m.Commentf("a fractional n: the quotient of two products")
		y, ye := twoSum(m, a.x, a.n)
		d, de, kd := product8(m, y, plus(m, ye, a.xe), below)
		m.Assign(q, m.Div(p, d))
		m.Assign(r, negative(m, m.MulSub(q, de, m.Sub(e, m.MulSub(q, d, p)))))
		m.Assign(kq, m.Sub(k, kd))
	})
	h, l = logQuotient(m, q, kq, m.Div(r, p))
	return h, l, whole
}

// narrowed is the end of generic.risingNarrow.
func narrowed(m *build.Machine, x, n, wh, wl build.F) (h, l build.F) {
	small := m.Merge(m.Less(x, m.Const(0x1p-500)), m.Const(0x1p600), m.Const(1))
	far := m.And(m.Less(x, m.Const(0x1p-900)), m.Less(m.Const(0x1p-800), n))
	xs := m.Mul(x, m.Merge(far, m.Const(0x1p800), small))
	one := m.Merge(far, m.Const(0x1p-200), m.Const(1))
	k := m.Masked(far, m.Const(200))
	ns := m.Mul(n, small)
	u := m.Div(ns, xs)
	ur := m.Div(negative(m, m.MulSub(u, xs, ns)), xs)
	v, ve := twoSum(m, one, u)
	d, dl := twoSum(m, ve, ur)
	q := m.Div(d, v)
	qr := m.Div(m.Sub(dl, m.MulSub(q, v, d)), v)
	lh, ll := logScaled(m, v, k)
	ll = m.Add(ll, m.MulAdd(m.Mul(m.Const(-0.5), q), q, qr))

	h = m.Add(wh, wl)
	l = m.Add(m.Sub(wh, h), wl)
	times := m.Mul(n, m.Const(1/generic.NarrowRising))
	g, ge := twoProd(m, h, times)
	ge = m.MulAdd(l, times, ge)
	h, e1 := twoDiff(m, g, lh)
	h, e2 := twoDiff(m, h, q)
	return h, m.Add(m.Add(e1, e2), m.Sub(ge, ll))
}

// plus is a + b, or a where b has no value.
func plus(m *build.Machine, a, b build.F) build.F {
	if b.None() {
		return a
	}
	return m.Add(a, b)
}

// logQuotient is generic.logQuotient.
func logQuotient(m *build.Machine, q, k, d build.F) (h, l build.F) {
	h, l = logScaled(m, q, k)
	return h, m.Add(l, m.MulAdd(m.Mul(m.Const(-0.5), d), d, d))
}

// product8 is generic.product8.
func product8(m *build.Machine, x, xe, count build.F) (p, e, k build.F) {
	zero, one, half := m.Const(0), m.Const(1), m.Const(0.5)
	some := m.Less(half, count)
	tiny := m.And(some, m.Less(x, m.Const(0x1p-500)))
	scale := m.Merge(tiny, m.Const(0x1p600), one)
	k = m.Masked(tiny, m.Const(-600))
	first, missing := m.Merge(some, m.Mul(x, scale), one), zero
	if !xe.None() {
		missing = m.Masked(some, m.Mul(xe, scale))
	}
	r := m.Sub(count, one)
	hr := m.Mul(half, r)
	pairs := nearest(m, m.Sub(hr, m.Const(0.25)))
	th, tl := twoSum(m, x, m.Add(hr, half))
	tl = plus(m, tl, xe)
	uh := m.Mul(th, th)
	ul := m.MulAdd(m.Add(th, th), tl, m.MulSub(th, th, uh))
	odd := m.And(m.Less(pairs, hr), m.Less(zero, r))
	q, qe := m.Merge(odd, th, one), m.Masked(odd, tl)
	distance := m.Merge(odd, one, half)
	h, l := mulPair(m, first, missing, q, qe)
	pv, ev := m.Var(h), m.Var(l)
	var step func(i int)
	step = func(i int) {
		in := m.Less(m.Const(float64(i)+0.5), pairs)
		m.IfAny(in, func() {
			d := distance
			if i > 0 {
				d = m.Add(distance, m.Const(float64(i)))
			}
			dd := m.Mul(d, d)
			q := m.Sub(uh, dd)
			qe := m.Add(m.Sub(m.Sub(uh, q), dd), ul)
			h, l := mulPair(m, pv, ev, m.Merge(in, q, one), m.Masked(in, qe))
			m.Assign(pv, h)
			m.Assign(ev, l)
			if i < 2 {
				step(i + 1)
			}
		})
	}
	step(0)
	return pv, ev, k
}
