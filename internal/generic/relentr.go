package generic

import "math"

// RelEntr sets dst[j] to p[j]·ln(p[j]/q[j]).
func RelEntr(dst, p, q []float64) {
	for j, v := range p {
		dst[j] = relEntr(v, q[j])
	}
}

func relEntr(p, q float64) float64 {
	if p == 0 && q >= 0 {
		return 0
	}
	if ordinaryRatio(p) && ordinaryRatio(q) {
		h, t := logRatio(p, q, 0)
		g := float64(p * h)
		return g + math.FMA(p, t, math.FMA(p, h, -g))
	}
	return relEntrSpecial(p, q)
}

// ordinaryRatio reports whether no step of the logarithm of a ratio with x underflows.
func ordinaryRatio(x float64) bool {
	return math.Float64bits(x)-RatioMin<<32 < (RatioMax-RatioMin)<<32
}

// relEntrSpecial is relEntr of any p and q: p is taken apart, and its power of two comes last.
func relEntrSpecial(p, q float64) float64 {
	m, k := splitAny(p)
	n, l := splitAny(q)
	if m == 0 || n == 0 {
		return divergenceLimit(p, q)
	}
	h, t := logRatio(m, n, float64(k-l))
	if h < 0 {
		f, e := product(m, -h, -t)
		return -scale(f, e, k)
	}
	f, e := product(m, h, t)
	return scale(f, e, k)
}

// product returns w·(h + t) as the sum of two numbers, the first one rounded.
func product(w, h, t float64) (f, e float64) {
	g := float64(w * h)
	return fastTwoSum(g, math.FMA(w, t, math.FMA(w, h, -g)))
}

// KLDiv sets dst[j] to p[j]·ln(p[j]/q[j]) - p[j] + q[j].
func KLDiv(dst, p, q []float64) {
	for j, v := range p {
		dst[j] = klDiv(v, q[j])
	}
}

const (
	// KLDivShift is the binary logarithm of what a divergence is multiplied by before it is scaled:
	// of numbers from 1 to 2 it is 0 or 2^-107 at least.
	KLDivShift = 48
	// KLDivLeast is the exponent to which the smaller of two numbers is raised whose larger one has
	// the exponent 0: below, it does not show in the divergence.
	KLDivLeast = -1000
)

func klDiv(p, q float64) float64 {
	if p == 0 && q >= 0 {
		return q
	}
	if ordinaryRatio(p) && ordinaryRatio(q) {
		g, low := divergence(divide(p, q, 0), p, q)
		return g + low
	}
	return klDivSpecial(p, q)
}

// klDivSpecial is klDiv of any p and q: both are scaled by one power of two, which comes last.
func klDivSpecial(p, q float64) float64 {
	m, k := splitAny(p)
	n, l := splitAny(q)
	if m == 0 || n == 0 {
		return math.Abs(divergenceLimit(p, q))
	}
	r := divide(m, n, float64(k-l))
	most := max(k, l)
	if r.k == 0 { // v is scaled as n is
		most = l
	}
	p = float64(m * powerOf2(max(k-most, KLDivLeast)))
	q = float64(n * powerOf2(max(l-most, KLDivLeast)))
	g, low := divergence(r, p, q)
	const up = 1 << KLDivShift
	f, e := fastTwoSum(float64(g*up), float64(low*up))
	return scale(f, e, most-KLDivShift)
}

// divergence returns p·ln(p/q) - p + q as the sum of two numbers, r being p/q. p·cubic is up to
// 15 % of it: it has as few roundings as can be.
func divergence(r quotient, p, q float64) (g, low float64) {
	if r.k == 0 {
		// p is v, and p-q = (p+q)·(s+l), so that 2p·(s+l) - (p-q) is (s+l)·(p-q): both parts have
		// one sign.
		g = float64(r.s * r.d)
		low = math.FMA(r.s, r.d, -g) + float64(r.l*math.FMA(r.z+r.z, r.v, r.d))
		return g, math.FMA(r.v, r.cubic, low)
	}
	h, e := r.head() // not much cancels
	small := e + math.FMA(r.k, Ln2Lo, math.FMA(r.z+r.z, r.l, r.l+r.l))
	g = float64(p * h)
	low = math.FMA(p, small, math.FMA(p, h, -g))
	w, we := twoDiff(q, p)
	g, e = twoSum(g, w)
	return g, math.FMA(p, r.cubic, low+(e+we))
}

// divergenceLimit is p·ln(p/q) where p or q is not a positive finite number, and p is not 0.
// The sign of an infinity does not show in p·ln(p/q) - p + q, which is never negative.
func divergenceLimit(p, q float64) float64 {
	switch {
	case p != p || q != q:
		return math.NaN()
	case p <= 0 || q <= 0:
		return math.Inf(1)
	}
	return p - q // one of them is infinite
}
