package generic

import "math"

// CarefulDotLog is [DotLog] with logarithms to twice the precision, for terms that cancel: every
// x is finite and positive where w is not 0. A block's terms are added in their order, and the
// blocks from left to right. The weights are multiplied by scale, a power of two.
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
func CarefulDotOf(w, x []float64, scale float64) (all CarefulSum) {
	for j, v := range x {
		if w[j] == 0 {
			continue
		}
		y, weight := carefulLog(v), w[j]*scale
		p := float64(weight * y.hi)
		all.sum = all.sum.plus(double{p, math.FMA(weight, y.lo, math.FMA(weight, y.hi, -p))})
	}
	return all
}

// carefulLog returns ln x to 2^-103 relative. x is positive and finite.
//
// After the reduction of [reduce] a second factor of 12 bits brings r below 2^-9.7.
func carefulLog(x float64) double {
	k := 0.0
	if bits := math.Float64bits(x); bits <= MantissaMask {
		x = math.Float64frombits(bits|OneBits) - 1
		k = -(bias - 1)
	}
	v := reduce(x)
	k += v.k
	i := (math.Float64bits(x) + (OneBits - LogSplit)) >> 49 & 7
	j := int(math.RoundToEven(v.r * 512))
	c := &CarefulC[j+len(CarefulC)/2]
	// r = (1 + v.r)·C - 1.
	p := float64(v.r * c[0])
	r, e := twoSum(c[0]-1, p)
	rr := fastTwo(r, e+math.FMA(v.r, c[0], -p))

	// ln(1+r) = r·(1 - r·(1/2 - r·(1/3 - …))): from 1/10 to 1/7 in one number.
	q := CarefulInverse[9][0]
	for n := 8; n >= 6; n-- {
		q = math.FMA(-rr.hi, q, CarefulInverse[n][0])
	}
	sum, minus := double{q, 0}, double{-rr.hi, -rr.lo}
	for n := 5; n >= 0; n-- {
		sum = double{CarefulInverse[n][0], CarefulInverse[n][1]}.plus(minus.times(sum))
	}
	sum = rr.times(sum)
	if k == 0 && LogC[i] == 1 && j == 0 {
		return sum
	}
	sum = double{c[1], c[2]}.plus(sum)
	sum = double{LogLo[i], CarefulLogRest[i]}.plus(sum)
	b := float64(k * CarefulLn2[1])
	sum = double{b, math.FMA(k, CarefulLn2[1], -b) + float64(k*CarefulLn2[2])}.plus(sum)
	return double{math.FMA(k, CarefulLn2[0], v.hi), 0}.plus(sum) // exact: multiples of 2^-42
}
