package generic

import "math"

// LogRising sets dst[j] to ln Γ(x[j]+n[j]) - ln Γ(x[j]).
func LogRising(dst, x, n []float64) {
	for j, v := range x {
		dst[j] = logRising(v, n[j])
	}
}

func logRising(x, n float64) float64 {
	switch {
	case !(x >= 0 && n >= 0):
		return math.NaN()
	case n == 0:
		return 0
	case x == 0:
		return math.Inf(-1)
	case x >= MaxRising || n >= MaxRising:
		return math.Inf(1)
	}
	h, l := rising(x, 0, n, true)
	return orInfinity(h+l, 1)
}

// orInfinity returns v or, where it is a NaN because something overflowed, an infinity.
func orInfinity(v float64, sign int) float64 {
	if math.IsNaN(v) {
		return math.Inf(sign)
	}
	return v
}

// rising returns ln Γ(x+xe+n) - ln Γ(x+xe) as a pair, x+xe > 0, n >= 0.
//
// Below 8, where Stirling's series does not serve, the first factors of Γ(x+n)/Γ(x) are
// multiplied out: 8 of them, or n where that is an integer below 8. A fractional n below 8 takes
// the quotient of two products, x(x+1)…(x+7) by (x+n)(x+n+1)…(x+7+frac n), and leaves the
// fraction of n to the closed form. With narrow set, a fractional n below 2^-30 is done by
// [risingNarrow].
func rising(x, xe, n float64, narrow bool) (h, l float64) {
	if x >= FirstLarge {
		return closedReal(x, xe, n)
	}
	if n >= FirstLarge {
		p, e, k := product8(x, xe, FirstLarge)
		ph, pl := logQuotient(p, k, e/p)
		rest := n - FirstLarge
		if narrow && n > MaxExactRest {
			lost := (n - rest) - FirstLarge // of n, times the derivative
			lh, ll := logHL(n)
			pl = math.FMA(lost, lh+ll, pl)
		}
		return risingRest(x, xe, rest, ph, pl)
	}
	whole := floor(n)
	if whole == n {
		p, e, k := product8(x, xe, n)
		return logQuotient(p, k, e/p)
	}
	if narrow && n < NarrowRising {
		return risingNarrow(x, n)
	}
	return risingFraction(x, xe, n, whole)
}

// risingFraction is rising for a fractional n with that floor.
func risingFraction(x, xe, n, whole float64) (h, l float64) {
	p, e, k := product8(x, xe, FirstLarge)
	y, ye := twoSum(x, n)
	d, de, kd := product8(y, ye+xe, FirstLarge-whole)
	q := p / d
	r := math.FMA(-q, de, e-math.FMA(q, d, -p)) // p + e - q·(d + de)
	ph, pl := logQuotient(q, k-kd, r/p)
	return risingRest(x, xe, n-whole, ph, pl)
}

// risingRest returns ph + pl + ln Γ(x+8+n) - ln Γ(x+8) as a pair.
func risingRest(x, xe, n, ph, pl float64) (h, l float64) {
	a, ae := twoSum(x, FirstLarge)
	h, l = closedReal(a, ae+xe, n)
	h, e := twoSum(h, ph)
	return h, (e + l) + pl
}

// logQuotient returns ln(q·2^k·(1+d)) as a pair, |d| < 2^-40.
func logQuotient(q, k, d float64) (h, l float64) {
	h, l = logScaled(q, k)
	return h, l + math.FMA(float64(-0.5*d), d, d)
}

// floor returns the largest integer that is not above x, 0 <= x < 2^50.
func floor(x float64) float64 {
	if nearest(x) == x {
		return x
	}
	return nearest(x - 0.5)
}

// risingNarrow is rising for 0 < n < ε = 2^-30, of which the quotient of two products would
// leave 2^-94/n. It takes the width ε about the same centre, and goes back to n:
//
//	(ln Γ(c+ε) - ln Γ(c))·n/ε - ln(1+n/x),  c = 1 + x + (n-ε)/2
//
// The central difference errs by a relative 2^-62.
func risingNarrow(x, n float64) (h, l float64) {
	y, ye := twoSum(x, float64(0.5*(n-NarrowRising)))
	c, ce := twoSum(1, y)
	wh, wl := risingFraction(c, ce+ye, NarrowRising, 0)

	// 1 + n/x = (v + d + dl)·2^k, with the scales of x and n such that neither the quotient
	// overflows nor its remainder underflows.
	xs, ns, one, k := x, n, 1.0, 0.0
	if x < 0x1p-500 {
		xs, ns = x*0x1p600, n*0x1p600
	}
	if x < 0x1p-900 && 0x1p-800 < n {
		xs, one, k = x*0x1p800, 0x1p-200, 200
	}
	u := ns / xs
	ur := -math.FMA(u, xs, -ns) / xs
	v, ve := twoSum(one, u)
	d, dl := twoSum(ve, ur)
	q := d / v
	qr := (dl - math.FMA(q, v, -d)) / v
	lh, ll := logScaled(v, k)
	ll += math.FMA(float64(-0.5*q), q, qr)

	h = wh + wl
	l = (wh - h) + wl
	times := float64(n * (1 / NarrowRising))
	g, ge := TwoProd(h, times)
	ge = math.FMA(l, times, ge)
	h, e1 := twoDiff(g, lh)
	h, e2 := twoDiff(h, q)
	return h, (e1 + e2) + (ge - ll)
}

// product8 returns x(x+1)…(x+m-1), m = 0 … 8, as a pair times 2^k, x+xe > 0. It multiplies x,
// then the middle of the others where their number is odd, then the pairs (c+D)(c-D) =
// c² - D² at equal distances D from the centre c of the others. An x below 2^-500 is multiplied by
// 2^600: it may be subnormal.
func product8(x, xe, m float64) (p, e, k float64) {
	if m < 0.5 {
		return 1, 0, 0
	}
	p, e = x, xe
	if x < 0x1p-500 {
		p, e, k = x*0x1p600, xe*0x1p600, -600
	}
	half := float64(0.5 * (m - 1)) // half the others
	pairs := nearest(half - 0.25)
	th, tl := twoSum(x, half+0.5)
	tl += xe
	uh := float64(th * th)
	ul := math.FMA(th+th, tl, math.FMA(th, th, -uh))
	d := 0.5
	if pairs < half {
		p, e = mulPair(p, e, th, tl)
		d = 1
	}
	for i := 0.0; i < pairs; i++ {
		dd := float64(d * d) // exact
		q := uh - dd
		p, e = mulPair(p, e, q, ((uh-q)-dd)+ul)
		d++
	}
	return p, e, k
}
