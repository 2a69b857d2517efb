package generic

import "math"

// CarefulDotLog is [DotLog] with logarithms to twice the precision, for terms that cancel: every
// x is finite and positive where w is not 0. The weights are multiplied by scale, a power of two.
func CarefulDotLog(w, x []float64, scale float64) float64 {
	var all CarefulSum
	for i := 0; i < len(x); i += Block {
		end := min(len(x), i+Block)
		all = all.Plus(CarefulDotOf(w[i:end], x[i:end], scale))
	}
	return all.Sum(scale)
}

// CarefulSum is a sum of terms to twice the precision.
type CarefulSum struct{ sum double }

// Plus returns a + b, a standing to the left.
func (a CarefulSum) Plus(b CarefulSum) CarefulSum { return CarefulSum{a.sum.plus(b.sum)} }

// Sum returns the sum of terms that have been multiplied by scale, rounded.
func (a CarefulSum) Sum(scale float64) float64 { return (a.sum.hi + a.sum.lo) / scale }

// CarefulDotOf returns the sum over at most Block elements.
func CarefulDotOf(w, x []float64, scale float64) CarefulSum {
	var l CarefulLanes
	for j, v := range x {
		if w[j] != 0 {
			h, t := carefulLog(v)
			l.add(j, w[j]*scale, h, t)
		}
	}
	return l.Reduce()
}

// CarefulLanes are the lanes of a block, for vector code. Fallback is not 0 where an element is
// subnormal: then the block is computed by [CarefulDotOf].
type CarefulLanes struct {
	SumLanes
	Fallback float64
}

// Reduce returns the sum of the lanes, which it uses up.
func (l *CarefulLanes) Reduce() CarefulSum {
	s, c := l.SumLanes.Reduce()
	s, c = twoSum(s, c)
	return CarefulSum{double{s, c}}
}

// add adds w·(h + t), element j, to its lane.
func (l *CarefulLanes) add(j int, w, h, t float64) {
	g := float64(w * h)
	low := math.FMA(w, t, math.FMA(w, h, -g))
	lane := j%Width + j/Stripe%2*Width
	l.S[lane], l.C[lane] = addCarefully(l.S[lane], l.C[lane], g, low)
}

// addCarefully adds g + low to s + c, where c is what s + c lacks when it is rounded to s: the two
// are so again. Adding 0 changes neither.
func addCarefully(s, c, g, low float64) (sum, rest float64) {
	sum, e := twoSum(s, g)
	return twoSum(sum, c+(e+low))
}

// carefulLog returns ln x to 2^-102 relative, as the sum of two numbers. x is positive and finite.
//
// It is k·ln 2 - ln C + ln(1+r) with the k, C and r of [reduce], and ln(1+r) = 2·atanh(s/2) with
// s = r/(1 + r/2), of which the series in z = s² takes few terms.
func carefulLog(x float64) (h, t float64) {
	k := 0.0
	if bits := math.Float64bits(x); bits <= MantissaMask {
		x = math.Float64frombits(bits|OneBits) - 1
		k = -(bias - 1)
	}
	v := reduce(x)
	k += v.k
	i := (math.Float64bits(x) + (OneBits - LogSplit)) >> 49 & 7
	h, t = atanhPair(v.r)
	// Both are exact: multiples of 2^-42 and 2^-76.
	c, d := fastTwoSum(math.FMA(k, CarefulLn2[0], v.hi), math.FMA(k, CarefulLn2[1], CarefulLogMid[i]))
	h, e := fastTwoSum(c, h)
	return h, e + (d + (t + math.FMA(k, CarefulLn2[2], CarefulLogRest[i])))
}

// atanhPair returns ln(1+r) as the sum of two numbers.
func atanhPair(r float64) (h, t float64) {
	// -(1 + r/2), exactly.
	sum := math.FMA(r, -0.5, -1)
	low := math.FMA(r, -0.5, -1-sum)
	inverse := -1 / sum
	s := float64(r * inverse)
	l := float64(math.FMA(s, low, math.FMA(s, sum, r)) * inverse)
	z := float64(s * s)
	zl := math.FMA(s+s, l, math.FMA(s, s, -z))

	// 1 + z·(a + z·(b + …)), the first terms as sums of two numbers.
	q := CarefulQ[len(CarefulQ)-1]
	for i := len(CarefulQ) - 2; i >= 0; i-- {
		q = math.FMA(z, q, CarefulQ[i])
	}
	h, t = q, 0
	for i := len(CarefulSeries) - 1; i >= 0; i-- {
		a := &CarefulSeries[i]
		sum := math.FMA(z, h, a[0])
		e := math.FMA(z, h, a[0]-sum)
		h, t = sum, math.FMA(z, t, math.FMA(zl, h, e))+a[1]
	}
	h, t = mulPair(z, zl, h, t)
	h, t = mulPair(s, l, h, t)
	h, e := fastTwoSum(s, h)
	return h, e + (l + t)
}
