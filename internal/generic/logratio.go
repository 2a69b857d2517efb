package generic

import "math"

// DotLogRatio returns Σ w[j]·ln(x[j]/y[j]), the blocks from left to right.
func DotLogRatio(w, x, y []float64) float64 {
	var all DotSum
	for i := 0; i < len(x); i += Block {
		end := min(len(x), i+Block)
		block := RatioOf(w[i:end], x[i:end], y[i:end])
		all.Merge(&block)
	}
	return all.Sum()
}

// RelativeEntropy returns Σ p[j]·ln(p[j]/q[j]).
func RelativeEntropy(p, q []float64) float64 { return DotLogRatio(p, p, q) }

// RatioOf returns the sum over at most Block elements.
func RatioOf(w, x, y []float64) DotSum {
	var l DotLanes
	var noted DotSum
	for j, v := range x {
		h, t, ok := noted.ratioOf(w[j], v, y[j])
		if ok {
			l.add(j, w[j], h, t)
		}
	}
	all := l.Reduce()
	all.Invalid, all.Positive, all.Negative = noted.Invalid, noted.Positive, noted.Negative
	return all
}

// ratioOf returns ln(x/y) as the sum of two numbers, where w·ln(x/y) is a finite number other than
// 0·ln. What it is otherwise is noted.
func (a *DotSum) ratioOf(w, x, y float64) (h, t float64, ok bool) {
	if x != x || y != y {
		a.Invalid = true
		return 0, 0, false
	}
	if w == 0 {
		return 0, 0, false
	}
	m, k := splitAny(x)
	n, l := splitAny(y)
	if m == 0 || n == 0 || !(math.Abs(w) <= math.MaxFloat64) {
		a.recordSpecial(w * logSpecialRatio(x, y))
		return 0, 0, false
	}
	h, t = logRatio(m, n, float64(k-l))
	return h, t, true
}

// splitAny returns x = m·2^k with 1 <= m < 2 where x is positive and finite, and 0 otherwise.
func splitAny(x float64) (m float64, k int64) {
	bits := math.Float64bits(x)
	if bits-1 >= Infinity-1 { // zero, negative, infinite or NaN
		return 0, 0
	}
	if bits <= MantissaMask {
		bits, k = math.Float64bits(math.Float64frombits(bits|OneBits)-1), -(bias - 1)
	}
	return math.Float64frombits(bits&MantissaMask | OneBits), k + int64(bits>>52) - bias
}

// logSpecialRatio is a number with the sign of ln(x/y), infinite or NaN where that is.
func logSpecialRatio(x, y float64) float64 {
	switch l, n := log(x), log(y); {
	case l != l || n != n || l == n && math.IsInf(l, 0):
		return math.NaN()
	case math.IsInf(l, 0) || math.IsInf(n, 0):
		return l - n
	}
	switch { // of an infinite weight
	case x > y:
		return 1
	case x < y:
		return -1
	}
	return 0
}

// logRatio returns ln(2^k·x/y) as the sum of two numbers, for x and y from 1 to 2: with an error of
// 2^-58.5 of it, however near x is to y. Powers of two in x and y make no difference to the bits.
func logRatio(x, y, k float64) (h, t float64) {
	r := divide(x, y, k)
	return r.log()
}

// quotient is 2^k·v/y with v within 2^±0.5861 of y. d is v-y exactly, and
// ln(v/y) = 2·atanh(s + l) = 2·(s + l) + 2·z·l + cubic with s + l = (v-y)/(v+y) and z = s².
type quotient struct{ k, v, d, s, l, z, cubic float64 }

// divide takes 2^k·x/y apart.
func divide(x, y, k float64) quotient {
	u := math.Float64bits(x) - math.Float64bits(y) + RatioSplit
	k += math.Float64frombits(u>>52|Integer) - (0x1p52 + bias)
	v := math.Float64frombits(math.Float64bits(x) - (u&Infinity - OneBits))
	d := v - y // exact (Sterbenz)
	// -(v+y), exactly.
	y2 := float64(-2 * y)
	sum := y2 - d
	low := (y2 - sum) - d
	inverse := -1 / sum
	s := float64(d * inverse)
	l := float64(math.FMA(s, low, math.FMA(s, sum, d)) * inverse)
	z := float64(s * s)
	z2 := float64(z * z)
	r := math.FMA(z2, math.FMA(z, RatioR[7], RatioR[6]), math.FMA(z, RatioR[5], RatioR[4]))
	r = math.FMA(z2, r, math.FMA(z, RatioR[3], RatioR[2]))
	r = math.FMA(z2, r, math.FMA(z, RatioR[1], RatioR[0]))
	return quotient{k, v, d, s, l, z, float64(float64(s*z) * r)}
}

// log returns the logarithm of the quotient as the sum of two numbers.
func (r *quotient) log() (h, t float64) {
	h, e := r.head()
	tail := math.FMA(r.z+r.z, r.l, r.cubic)
	return h, e + math.FMA(r.k, Ln2Lo, math.FMA(2, r.l, tail))
}

// head returns the leading part of the logarithm, k·ln 2 + 2·s, but for k·Ln2Lo.
func (r *quotient) head() (h, e float64) {
	high := float64(r.k * Ln2Hi) // exact
	s2 := r.s + r.s
	h = high + s2
	return h, (high - h) + s2 // exact: high is 0 or above s2
}
