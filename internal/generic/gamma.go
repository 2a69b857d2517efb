package generic

import "math"

// gammaSmall returns ln Γ(1+x) as u·(s+t), t small against s and the argument 9/16 < 1+x <= 9. That
// interval has eight parts, two to a binade. With w the distance of x from the centre of its part and
// u that from the zero of ln Γ(1+x) that is next, 0 or 1, both exact, it is
//
//	u·(G0 + G1·w + w²·q(w))
//
// G0 and G1 are held to twice the precision. Where u is 0, u·s + u·t is +0, as t is positive.
func gammaSmall(x float64) (u, s, t float64) {
	i := gammaPart(1 + x)
	w := x - GammaCentre[i]
	w2 := float64(w * w)
	w4 := float64(w2 * w2)
	pair := func(k int) float64 { return math.FMA(w, GammaQ[k+1][i], GammaQ[k][i]) }
	q := pair(13)
	for k := 9; k > 0; k -= 4 {
		q = math.FMA(w4, q, math.FMA(w2, pair(k+2), pair(k)))
	}
	q = math.FMA(w, q, GammaQ[0][i])
	p, pe := TwoProd(w, GammaG1[i])
	s, se := fastTwoSum(GammaG0[i], p)
	t = math.FMA(w2, q, (se+pe)+math.FMA(w, GammaG1Lo[i], GammaG0Lo[i]))
	return x - GammaZero[i], s, t
}

// gammaPart is the part of y, from 0 to 7 where 9/16 < y <= 9 and 8 or more elsewhere.
func gammaPart(y float64) uint64 { return (math.Float64bits(y) - GammaFirst) >> 51 }

// mulSum returns u·(s+t) as a pair.
func mulSum(u, s, t float64) (h, l float64) {
	h, l = TwoProd(u, s)
	return h, math.FMA(u, t, l)
}

// gammaBelow9 returns ln Γ(x) as a pair, 0 < x <= 9: up to 9/16, where the parts of [gammaSmall]
// begin, as ln Γ(1+x) - ln x. There an x below 2^-500 is multiplied by 2^600 first: it may be
// subnormal.
func gammaBelow9(x float64) (h, l float64) {
	if x > GammaLeast {
		return mulSum(gammaSmall(x - 1)) // exact
	}
	h, l = mulSum(gammaSmall(x))
	k := 0.0
	if x < 0x1p-500 {
		x, k = x*0x1p600, -600
	}
	lh, ll := logScaled(x, k)
	d := h - lh
	return d, (h - (d + lh)) + (l - ll) // |h| < |lh|
}

// gammaLarge returns ln Γ(x) for half = -1/2, or ln Γ(1+x) for half = 1/2, as a pair, x >= 8: by
// Stirling's series
//
//	x·(ln x - 1) + half·ln x + ln(2π)/2 + S(1/x)
func gammaLarge(x, half float64) (h, l float64) {
	lh, ll := logHL(x)
	g, ge := TwoProd(x, lh-1) // exact: lh >= 2
	h, e := fastTwoSum(g, math.FMA(half, lh, HalfLn2Pi))
	st := gammaStirling(1/x) + HalfLn2PiLo
	return h, math.FMA(x, ll, (ge+e)+math.FMA(half, ll, st))
}

// gammaHuge returns ln Γ(x) = ln Γ(1+x), rounded, for 2^1014 <= x < 2^1015, where x·ln x may
// overflow 4e-6 before the result does: a quarter of it, multiplied by 4. The rest of the
// series is below 2^-1000 of it.
func gammaHuge(x float64) float64 {
	y := float64(x * 0.25)
	lh, ll := logHL(x)
	g, ge := TwoProd(y, lh-1)
	return 4 * (g + math.FMA(y, ll, ge))
}

// gammaStirling is stirling for i <= 1/8.
func gammaStirling(i float64) float64 {
	w := float64(i * i)
	p := math.FMA(w, GammaStirling[6], GammaStirling[5])
	for k := 4; k >= 0; k-- {
		p = math.FMA(w, p, GammaStirling[k])
	}
	return float64(i * p)
}

// stirlingDiff returns gammaStirling(ib) - gammaStirling(ia), where d = ib - ia has its full
// relative precision, and so does the result: Horner's scheme gives the divided difference of the
// polynomial beside its value.
func stirlingDiff(ia, ib, d float64) float64 {
	wa, wb, s := float64(ia*ia), float64(ib*ib), ia+ib
	dd := GammaStirling[6]
	p := math.FMA(wa, dd, GammaStirling[5])
	for k := 4; k >= 0; k-- {
		dd = math.FMA(dd, wb, p)
		p = math.FMA(wa, p, GammaStirling[k])
	}
	p = math.FMA(float64(d*s), dd, p) // at wb
	return float64(d * math.FMA(float64(ia*s), dd, p))
}
