package generic

import "math"

// gamma2 returns ln Γ(2+z) as a pair, |z| <= 1/2.
func gamma2(z float64) (h, l float64) {
	z2 := float64(z * z)
	q := math.FMA(z, Gamma2Q[17], Gamma2Q[16])
	for i := 14; i >= 0; i -= 2 {
		q = math.FMA(z2, q, math.FMA(z, Gamma2Q[i+1], Gamma2Q[i]))
	}
	p, pe := TwoProd(z, Gamma2G1)
	u, ue := fastTwoSum(Gamma2G0, p)
	t := math.FMA(z2, q, (ue+pe)+math.FMA(z, Gamma2G1Lo, Gamma2G0Lo))
	h, l = TwoProd(z, u)
	return h, math.FMA(z, t, l)
}

// gamma1 returns ln Γ(1+z) for |z| < 2^-12, rounded, by Taylor's series: for z below 2^-53,
// where all of ln(1+z) is in the tail, gamma2(z) - ln(1+z) would err by 1.4 ULP.
func gamma1(z float64) float64 {
	p := Gamma1Taylor[5]
	for i := 4; i >= 0; i-- {
		p = math.FMA(z, p, Gamma1Taylor[i])
	}
	return math.FMA(z, MinusEuler, float64(z*math.FMA(z, p, Gamma2G0Lo)))
}

// gammaSmall returns ln Γ(y) as a pair, 0 < y < 9. The integer nearest y is j, z is y-j, and
// y1 is y-1 where y >= 2.5: all exact. The factors between y and 2+z are multiplied out,
//
//	z·(1+z) for j = 0, 1+z for j = 1, none for j = 2, (y-1)·(y-2)…(2+z) for j > 2
//
// and their logarithm is subtracted from ln Γ(2+z), or added for j > 2. A z below 2^-500 is
// multiplied by 2^600 first where scaled is set: it may be subnormal.
func gammaSmall(z, j, y1 float64, scaled bool) (h, l float64) {
	gh, gl := gamma2(z)
	p0, k := 1.0, 0.0
	if j < 0.5 {
		p0 = z
		if scaled && z < 0x1p-500 {
			p0, k = z*0x1p600, -600
		}
	}
	q, qe := 1.0, 0.0
	switch {
	case j < 1.5:
		q, qe = fastTwoSum(1, z)
	case j > 2.5:
		q = y1
	}
	p, e := TwoProd(p0, q)
	e = math.FMA(p0, qe, e)
	for i := 2.0; i+1.5 < j; i++ {
		p, e = mulPair(p, e, y1-(i-1), 0)
	}
	lh, ll := logScaled(p, k)
	ll += e / p
	if j < 1.5 {
		lh, ll = 0-lh, 0-ll
	}
	h, e = twoSum(gh, lh)
	return h, e + (gl + ll)
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
