package generic

import "math"

// A pair (h, l) stands for h + l, with |l| small against |h|. The functions here make exact
// pairs, except where they say otherwise.

// fastTwoDiff returns a-b as a pair, for |a| >= |b| or a = 0.
func fastTwoDiff(a, b float64) (s, e float64) {
	s = a - b
	return s, (a - s) - b
}

// twoDiff returns a-b as a pair.
func twoDiff(a, b float64) (s, e float64) {
	s = a - b
	t := s - a
	return s, (a - (s - t)) - (b + t)
}

// TwoProd returns a·b as a pair.
func TwoProd(a, b float64) (p, e float64) {
	p = float64(a * b)
	return p, math.FMA(a, b, -p)
}

// mulPair returns (p+e)·(q+qe) as a pair, but for e·qe and the roundings of the tail.
func mulPair(p, e, q, qe float64) (h, l float64) {
	h, l = TwoProd(p, q)
	return h, math.FMA(e, q, math.FMA(p, qe, l))
}

// nearest returns the integer nearest x, of two the even one, for |x| < 2^51.
func nearest(x float64) float64 {
	const shift = 0x3p51
	return (x + shift) - shift
}

// logScaled is logHL of x·2^k.
func logScaled(x, k float64) (h, t float64) {
	v := reduce(x)
	v.k += k
	return v.log()
}
