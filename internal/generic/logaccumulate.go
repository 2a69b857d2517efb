package generic

import "math"

// LogAccumulate sets dst[j] to Σ_{i<terms} ln(1+i+x[j]) in constant time.
func LogAccumulate(dst, x []float64, terms int) {
	c := NewClosedForm(terms)
	for j, v := range x {
		dst[j] = c.at(v)
	}
}

// ClosedForm holds what LogAccumulate needs to know of the number of terms N: the
// same for every element, so computed once a call, here and before the assembly,
// which finds the fields by their offsets.
//
// The first K = min(N, MaxFactors) factors of a small x are multiplied out: the
// factor 1+x by itself, then the middle one of the R = K-1 others where R is odd,
// then pairs at equal distance D from the centre c = 2+(R-1)/2 of the others,
// (c+x)² - D².
type ClosedForm struct {
	N         float64 // terms; rounded above 2^53
	Remaining float64 // terms left to the closed form after K factors
	First     float64 // 1+K: the first factor left is First+x
	Centre    float64 // c
	D         float64 // distance of the innermost pair: 1 when R is odd, 1/2 otherwise
	Middle    int64   // 1 when R is odd: there is a middle factor
	Pairs     int64   // number of pairs, R/2
	Short     int64   // 1 when N <= MaxFactors: a small x needs the factors only
}

// NewClosedForm returns the fields for that many terms, terms >= 1. For 0 terms,
// where the factor 1+x would already be one too many, N is 0 and at answers by
// itself.
func NewClosedForm(terms int) ClosedForm {
	k := min(terms, MaxFactors)
	r := max(k-1, 0)
	c := ClosedForm{
		N:         float64(terms),
		Remaining: float64(terms - k),
		First:     float64(1 + k),
		Centre:    2 + float64(0.5*float64(r-1)),
		D:         0.5 + float64(0.5*float64(r&1)),
		Middle:    int64(r & 1),
		Pairs:     int64(r / 2),
	}
	if terms <= MaxFactors {
		c.Short = 1
	}
	return c
}

func (c *ClosedForm) at(x float64) float64 {
	switch {
	case !(x > -1 && x <= math.MaxFloat64) || c.N == 0:
		return special(x, c.N == 0)
	case x < SmallX:
		h, l := logHL2(c.product(x))
		if c.Short != 0 {
			return h + l
		}
		return closed(x, c.First, c.Remaining, h, l)
	}
	return closed(x, 1, c.N, 0, 0)
}

// special returns Σ ln(1+i+x) where x or an empty sum decides by itself.
func special(x float64, empty bool) float64 {
	switch {
	case math.IsNaN(x):
		return math.NaN()
	case empty:
		return 0
	case x < -1:
		return math.NaN()
	case x == -1:
		return math.Inf(-1)
	}
	return math.Inf(1)
}

// product returns (1+x)(2+x)…(K+x) as p plus its error e to first order. The
// square of c+x is kept double and 1+x apart, or x near -1 would lose bits.
func (c *ClosedForm) product(x float64) (p, e float64) {
	p, e = twoSum(1, x)
	th, tl := twoSum(c.Centre, x)
	uh := float64(th * th)
	ul := math.FMA(2*th, tl, math.FMA(th, th, -uh))
	if c.Middle != 0 {
		q := float64(p * th)
		pe := math.FMA(p, th, -q)
		e = math.FMA(e, th, math.FMA(p, tl, pe))
		p = q
	}
	d := c.D
	for range c.Pairs {
		dd := float64(d * d) // exact
		q := uh - dd
		qe := ((uh - q) - dd) + ul
		t := float64(p * q)
		pe := math.FMA(p, q, -t)
		e = math.FMA(e, q, math.FMA(p, qe, pe))
		p = t
		d++
	}
	return p, e
}

// logHL2 returns ln(p+e) as a pair, e small against p.
func logHL2(p, e float64) (h, l float64) {
	h, l = logHL(p)
	return h, l + e/p
}

// closed returns ph + pl + ln Γ(x+first+n) - ln Γ(x+first), for x+first >= 16 or
// n = 0, with Stirling's series for both and the large terms rearranged so that
// nothing cancels. With A = x+first, b = A+n, ln(b/A) = k·ln 2 + 2s + T and
// c = b/2^k:
//
//	n·ln b + (A-½)·k·ln 2 - (b-c) + (A-½)·T - (1+c-A)·s + S(1/b) - S(1/A)
//
// docs/numerics.md derives it and budgets its error.
func closed(x, first, n, ph, pl float64) float64 {
	a, ae := twoSum(x, first)
	b, be := twoSum(a, n)
	rr := 1 / float64(a*b) // 0 when a·b overflows, which does no harm: so are ia and ib then
	ia, ib := float64(b*rr), float64(a*rr)
	lh, ll := logHL(b)

	// b/A = 2^k·m with m in [√½, √2) or a hair beside; s = (m-1)/(m+1) and
	// 2·atanh(s) = 2s + t.
	q := math.FMA(n, ia, 1)
	u := math.Float64bits(q) + (OneBits - SqrtHalfSplit)
	k := math.Float64frombits(u>>52|Integer) - (0x1p52 + 1023)
	c := float64(b * math.Float64frombits(math.Float64bits((0x1p52+1023)-k)<<52)) // b/2^k
	d := c - a                                                                    // exact
	s := d / (c + a)
	z := float64(s * s)
	t := float64(s * atanhR(z))
	l := math.FMA(k, Ln2Hi, math.FMA(2, s, t)) // ln(b/A), roughly

	// (A-½)·(2s+t) - n is (A-½)·t - (1+d)·s - w, but for the rounding of w and b.
	half := a - 0.5
	w := b - c
	f := math.FMA(half, float64(k*Ln2Hi), -w) + math.FMA(half, t, -float64((1+d)*s))
	g := float64(n * lh)
	low := math.FMA(n, ll, math.FMA(n, lh, -g))
	low = math.FMA(half, float64(k*Ln2Lo), low)
	low += c - (b - w)
	low += stirling(ib) - stirling(ia)
	low = math.FMA(-0.5*be, ib, low)
	low = math.FMA(ae, l, low)
	low += pl
	h, e1 := twoSum(g, f)
	h, e2 := twoSum(h, ph)
	return h + ((e1 + e2) + low)
}

// atanhR evaluates AtanhR by Horner's scheme: fewest operations.
func atanhR(z float64) float64 {
	q := AtanhR[6]
	for i := 5; i >= 0; i-- {
		q = math.FMA(z, q, AtanhR[i])
	}
	return float64(z * q)
}

func stirling(i float64) float64 {
	w := float64(i * i)
	p := math.FMA(w, Stirling[4], Stirling[3])
	p = math.FMA(w, p, Stirling[2])
	p = math.FMA(w, p, Stirling[1])
	p = math.FMA(w, p, Stirling[0])
	return float64(i * p)
}
