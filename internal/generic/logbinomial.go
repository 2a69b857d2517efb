package generic

import "math"

// LogBinomial sets dst[j] to the logarithm of the binomial coefficient of n[j] over k[j],
// ln Γ(n+1) - ln Γ(k+1) - ln Γ(n-k+1).
func LogBinomial(dst, n, k []float64) {
	for j, v := range n {
		dst[j] = logBinomial(v, k[j])
	}
}

func logBinomial(n, k float64) float64 {
	switch {
	case math.IsNaN(n) || math.IsNaN(k) || n < 0:
		return math.NaN()
	case k < 0 || k > n:
		return math.Inf(-1)
	case k == 0 || k == n:
		return 0
	case n >= MaxRising:
		return math.Inf(1)
	}
	// b is the smaller of k and n-k, and a+ae the other.
	b, ae := fastTwoDiff(n, k)
	a := k
	if b < k {
		ae = 0 // n-k is exact
	} else {
		a, b = b, k
	}
	if b >= FirstLarge {
		h, l := entropy(a, ae, b, n, 0, 0.5)
		return h + l
	}
	x, xe := twoSum(a, 1)
	xe += ae
	if b == nearest(b) && n < FewFactors {
		return chooseFew(x, xe, b)
	}
	gh, gl := mulSum(gammaSmall(b))
	rh, rl := rising(x, xe, b, false)
	h, e := twoDiff(rh, gh)
	return h + (e + (rl - gl))
}

// chooseFew returns ln( x(x+1)…(x+m-1) / m! ), m = 0 … 7, x standing for x+xe.
func chooseFew(x, xe, m float64) float64 {
	f := Factorials[int(m)]
	p, e, k := product8(x, xe, m)
	q := p / f
	d := (math.FMA(q, f, -p) - e) / p
	h, l := logScaled(q, k)
	return h + (l - d)
}

// LogMultichoose sets dst[j] to ln Γ(r[j]+y[j])/(Γ(r[j])·y[j]!), the logarithm of the coefficient
// of the negative binomial distribution.
func LogMultichoose(dst, r, y []float64) {
	for j, v := range r {
		dst[j] = logMultichoose(v, y[j])
	}
}

func logMultichoose(r, y float64) float64 {
	switch {
	case !(r >= 0 && y >= 0):
		return math.NaN()
	case y == 0:
		return 0
	case r == 0:
		return math.Inf(-1)
	case r >= MaxRising || y >= MaxRising:
		return math.Inf(1)
	case y < 7.5 && nearest(y) == y && r < FewFactors:
		return chooseFew(r, 0, y)
	case r < 8.5 && nearest(r) == r && y < FewFactors:
		x, xe := twoSum(y, 1)
		return chooseFew(x, xe, r-1)
	}
	h, l := beta(r, y)
	k := 0.0
	if y < 0x1p-500 { // may be subnormal
		y, k = y*0x1p600, -600
	}
	lh, ll := logScaled(y, k)
	h, e := twoSum(h, lh)
	return 0 - (h + (e + (l + ll)))
}
