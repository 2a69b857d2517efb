package generic

import "math"

// closedReal returns ln Γ(a+ae+n) - ln Γ(a+ae) as a pair, for a+ae >= 8 and real n >= 0. It is
// [closed] with
//
//   - d = n where k = 0, which no rounding of b touches, so that a small n keeps its relative
//     precision, and Stirling's part as one difference;
//   - s as a pair, and sums that keep their errors, largest first;
//   - 1/a and 1/b by divisions of their own, because n may be as large as a.
//
// docs/numerics.md derives it.
func closedReal(a, ae, n float64) (h, l float64) {
	b, be := twoSum(a, n)
	ia, ib := 1/a, 1/b

	// b/a = 2^k·m with m in [√½, √2) or a hair beside; s = (m-1)/(m+1), with a tail sl, and
	// 2·atanh(s) = 2s + t.
	q := math.FMA(n, ia, 1)
	u := math.Float64bits(q) + (OneBits - SqrtHalfSplit)
	k := math.Float64frombits(u>>52|Integer) - (0x1p52 + 1023)
	scale := math.Float64frombits(math.Float64bits((0x1p52+1023)-k) << 52)
	c := float64(b * scale)
	d, slope := c-a, float64(-0.5*ib) // slope: the derivative by be
	if k == 0 {
		d, slope = n, float64(n*ib) // first: n·be may overflow
	}
	den, dene := fastTwoSum(c, a) // may miss an ulp where c < a, which is little then
	dene = math.FMA(be, scale, dene)
	inv := 1 / den
	s := float64(d * inv)
	missing := float64(math.FMA(s, dene, math.FMA(s, den, -d)) * inv) // s less what it approximates
	z := float64(s * s)
	t := float64(s * atanhR(z))

	half := a - 0.5
	lh, ll := logHL(b)
	diff := 0 - float64(n*float64(ia*ib)) // ib - ia
	slopeA := math.FMA(-0.5, diff, math.FMA(k, Ln2Hi, math.FMA(2, s, t)))
	g, ge := TwoProd(n, lh)
	f, fe := TwoProd(half, float64(k*Ln2Hi))
	w := b - c
	we := c - (b - w)
	p, pe := TwoProd(d, s)
	h, e1 := fastTwoSum(g, f)
	h, e2 := fastTwoDiff(h, w)
	h, e3 := fastTwoDiff(h, p)
	h, e4 := fastTwoDiff(h, s)
	l = math.FMA(n, ll, ge)
	l = math.FMA(half, float64(k*Ln2Lo), l)
	l += fe + we
	l -= pe - math.FMA(d, missing, missing)
	l = math.FMA(half, t, l)
	l += stirlingDiff(ia, ib, diff)
	l = math.FMA(slope, be, l)
	l = math.FMA(ae, slopeA, l)
	return h, l + ((e1 + e2) + (e3 + e4))
}
