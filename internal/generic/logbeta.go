package generic

import "math"

// LogBeta sets dst[j] to ln B(a[j], b[j]) = ln Γ(a[j]) + ln Γ(b[j]) - ln Γ(a[j]+b[j]).
func LogBeta(dst, a, b []float64) {
	for j, v := range a {
		dst[j] = logBeta(v, b[j])
	}
}

func logBeta(a, b float64) float64 {
	switch {
	case !(a >= 0 && b >= 0):
		return math.NaN()
	case a == 0 || b == 0:
		if math.IsInf(a+b, 1) {
			return math.NaN()
		}
		return math.Inf(1)
	case a >= MaxRising || b >= MaxRising:
		return math.Inf(-1)
	}
	h, l := beta(a, b)
	return h + l
}

// beta returns ln B(x, y) as a pair. With a the larger and b the smaller, it is ln Γ(b) less
// ln Γ(a+b) - ln Γ(a) where b < 8.
func beta(x, y float64) (h, l float64) {
	a, b := x, y
	if x < y {
		a, b = y, x
	}
	if b < FirstLarge {
		gh, gl := gammaBelow9(b)
		rh, rl := rising(a, 0, b, false)
		h, e := twoDiff(gh, rh)
		return h, e + (gl - rl)
	}
	c, ce := fastTwoSum(a, b)
	h, l = entropy(a, 0, b, c, ce, -0.5)
	return 0 - h, 0 - l
}

// entropy returns, for a >= b >= 8 and c+ce = a+ae + b,
//
//	b·ln(c/b) + (a+half)·ln(c/a) - half·ln b - ln(2π)/2 + S(1/c) - S(1/a) - S(1/b)
//
// as a pair: with half = 1/2 the logarithm of the binomial coefficient of c over b, with
// half = -1/2 the logarithm of 1/B(a, b). The two large terms are positive, so that nothing
// cancels.
func entropy(a, ae, b, c, ce, half float64) (h, l float64) {
	ic, q1, q2 := 1/c, c/b, c/a
	d1 := float64((ce - math.FMA(q1, b, -c)) * ic)
	d2 := float64(math.FMA(q2, ae, math.FMA(q2, a, -c)-ce) * ic) // its negative
	h1, l1 := logHL(q1)
	h2, l2 := logHL(q2)
	hb, lb := logHL(b)
	l1 += d1
	l2 -= math.FMA(float64(0.5*d2), d2, d2) // d2² too: for a >> b there is nothing else
	g1, e1 := TwoProd(b, h1)
	g2, e2 := TwoProd(a, h2)
	h, e := fastTwoSum(g1, g2)
	v := math.FMA(half, h2-hb, -HalfLn2Pi) - HalfLn2PiLo
	h, fe := fastTwoSum(h, v)
	st := gammaStirling(ic) - (gammaStirling(1/a) + gammaStirling(1/b))
	l = math.FMA(b, l1, e1)
	l += math.FMA(a, l2, e2)
	l = math.FMA(ae, h2, l)
	l += math.FMA(half, l2-lb, st)
	return h, l + (e + fe)
}
