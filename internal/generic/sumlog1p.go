package generic

import "math"

// Sum1p is Σ ln(1+x) on its way: the product of 1+x, and beside it S + C, the sum of the
// logarithms of blocks in which all x are tiny. There a product would keep 2^-90 absolute only.
type Sum1p struct {
	Product
	S, C float64
}

// Merge adds b to a, which stands to the left.
func (a *Sum1p) Merge(b *Sum1p) {
	a.Product.Merge(&b.Product)
	a.S, a.C = addPair(a.S, a.C, b.S, b.C)
}

const (
	// Tiny1p bounds the |x| of a block that is summed: x⁴/4 is below 2^-98·x.
	Tiny1p = 0x1p-32
	// RawMax1p is the high word of 2^53: to 1+x below that, 1 is exact in x's last place.
	RawMax1p = 0x43400000
)

// SumLog1p returns Σ ln(1+x[j]): the sums of blocks, merged from left to right.
func SumLog1p(x []float64) float64 {
	all := Sum1p{Product: One}
	for len(x) > Block {
		block := Sum1pOf(x[:Block])
		all.Merge(&block)
		x = x[Block:]
	}
	block := Sum1pOf(x)
	all.Merge(&block)
	return all.Log()
}

// Sum1pOf returns the sum of at most Block elements.
func Sum1pOf(x []float64) Sum1p {
	if IsTiny1p(x) {
		s, c := tinyOf(x)
		return Sum1p{One, s, c}
	}
	p, ok := rawProductOf1p(x)
	if !ok {
		p = SplitProductOf1p(x)
	}
	return Sum1p{Product: p}
}

// IsTiny1p reports whether all elements are below Tiny1p in magnitude.
func IsTiny1p(x []float64) bool {
	for _, v := range x {
		if !(math.Abs(v) < Tiny1p) {
			return false
		}
	}
	return true
}

// tinyOf returns Σ ln(1+x) of tiny x as a sum of two numbers: Σ x with its errors, and
// Σ -x²/2 + x³/3.
func tinyOf(x []float64) (float64, float64) {
	var l SumLanes
	for j, v := range x {
		lane := j%Width + j/Stripe%2*Width
		s, e := twoSum(l.S[lane], v)
		l.S[lane] = s
		l.C[lane] = math.FMA(float64(v*v), math.FMA(v, Third, -0.5), l.C[lane]+e)
	}
	return l.Reduce()
}

// rawProductOf1p is the product of 1+x = a + b, a as it is: exact up to 2^53. A lane is
// normalised at the end of each stripe, of which it has 16 factors of 2^-53 to 2^53, as 1+x is
// not below that where it is positive: the lane stays below 2^849, and its error's last place
// above 2^-955. ok tells that all a are within these bounds.
func rawProductOf1p(x []float64) (all Product, ok bool) {
	var p, e [Lanes]float64
	for i := range p {
		p[i] = 1
	}
	for start := 0; start < len(x); start += Stripe {
		half := start / Stripe % 2 * Width
		for j, v := range x[start:min(start+Stripe, len(x))] {
			a := v + 1
			b := v - (a - 1)
			if a == 0 || uint32(math.Float64bits(a)>>32) >= RawMax1p { // or negative
				return Product{}, false
			}
			lane := half + j%Width
			t := float64(p[lane] * a)
			e[lane] = math.FMA(e[lane], a, math.FMA(p[lane], b, math.FMA(p[lane], a, -t)))
			p[lane] = t
		}
		for lane := half; lane < half+Width; lane++ {
			one := Product{P: p[lane], E: e[lane]}
			one.Normalize()
			p[lane], e[lane] = one.P, one.E
			all.Exp += one.Exp
		}
	}
	all.P, all.E = reduceLanes(p[:], e[:])
	all.Normalize()
	return all, true
}

// SplitProductOf1p is the product of 1+x = (m + d)·2^k for any x, 1 <= m < 2. What an x decides
// by itself is noted and left out.
func SplitProductOf1p(x []float64) Product {
	var p, e [Lanes]float64
	for i := range p {
		p[i] = 1
	}
	var all Product
	for j, v := range x {
		switch {
		case v == -1:
			all.Zero = true
			continue
		case !(v > -1):
			all.Negative = true
			continue
		case v > math.MaxFloat64:
			all.Infinite = true
			continue
		}
		a := v + 1
		b := min(v, 1) - (a - max(v, 1)) // exact
		field := math.Float64bits(a) >> 52
		m := math.Float64frombits(math.Float64bits(a)&MantissaMask | OneBits)
		d := float64(b * math.Float64frombits((2*bias-field)<<52)) // 0 where a is huge
		lane := j%Width + j/Stripe%2*Width
		t := float64(p[lane] * m)
		c := math.FMA(e[lane], m, math.FMA(p[lane], d, math.FMA(p[lane], m, -t)))
		all.Exp += int64(field) - bias
		if t >= 2 {
			t, c = 0.5*t, 0.5*c
			all.Exp++
		}
		p[lane], e[lane] = t, c
	}
	all.P, all.E = reduceLanes(p[:], e[:])
	all.Normalize()
	return all
}

// Log returns the sum, rounded.
func (a *Sum1p) Log() float64 {
	if a.Negative || a.Zero || a.Infinite {
		return a.Product.Log()
	}
	// Product.Log, with S + C among what it adds.
	p, e := fastTwoSum(a.P, a.E)
	v := reduce(p)
	k := v.k + float64(a.Exp)
	h := float64(k * Ln2)
	l := math.FMA(k, Ln2Tail, math.FMA(k, Ln2, -h))
	s, e1 := twoSum(h, v.hi)
	s, e2 := twoSum(s, v.r)
	s, e3 := twoSum(s, a.S)
	d := e / p
	d = math.FMA(-0.5*d, d, d) // ln(1+d)
	return s + ((e1 + e2) + ((e3 + a.C) + (tail(v.r, v.lo+l) + d)))
}
