package generic

import "math"

// Exp sets dst[j] to e^x[j].
func Exp(dst, x []float64) {
	for j, v := range x {
		dst[j] = exp(v)
	}
}

func exp(x float64) float64 {
	if !(math.Abs(x) < ExpSafe) {
		return expSpecial(x)
	}
	n, r := expReduce(x)
	i := n & 7
	scale := math.Float64frombits(math.Float64bits(ExpT[i]) + n>>3<<52) // 2^(n/8)
	return math.FMA(scale, r+expTail(r, ExpR[i]), scale)
}

// expReduce returns n and r with x = n·ln 2/8 + r: n as the bits of n + ExpShift, of which the
// lowest three are the index of 2^(n/8) in the tables, and those above them its exponent.
func expReduce(x float64) (n uint64, r float64) {
	v := math.FMA(x, ExpInverse, ExpShift)
	k := v - ExpShift
	return math.Float64bits(v), math.FMA(k, -ExpLn2Lo, math.FMA(k, -ExpLn2Hi, x))
}

// expTail returns e^(r+l) - 1 - r, to first order in l.
func expTail(r, l float64) float64 {
	r2 := float64(r * r)
	q := math.FMA(r2, ExpE[6], math.FMA(r, ExpE[5], ExpE[4]))
	q = math.FMA(r2, q, math.FMA(r, ExpE[3], ExpE[2]))
	q = math.FMA(r2, q, math.FMA(r, ExpE[1], ExpE[0]))
	return math.FMA(r2, q, math.FMA(r, l, l))
}

// expSpecial is exp for any x: the power of two comes last.
func expSpecial(x float64) float64 {
	switch {
	case x != x:
		return math.NaN()
	case x > ExpInfinite:
		return math.Inf(1)
	case x < ExpZero:
		return 0
	}
	n, r := expReduce(x)
	t, k := ExpT[n&7], int64(n<<13)>>16
	p := r + expTail(r, ExpR[n&7])
	f := math.FMA(t, p, t)
	return scale(f, math.FMA(t, p, t-f), k)
}

// ScaleSafe is a k from which on 2^k·f is normal for every f of at least 2^-62.
const ScaleSafe = -960

// scale returns (f + e)·2^k, rounded once, where f is f + e rounded, of at least 2^-62 and at
// most 2^62, and -1080 < k <= 1026.
func scale(f, e float64, k int64) float64 {
	if k < ScaleSafe {
		// Where the result is subnormal, its last place equals the one of
		// 2^(-1022-k) and what is added to it. The result is made by integers, and so right in a thread
		// that flushes subnormals to zero.
		one := math.Float64frombits(uint64(1-k) << 52)
		if f < one {
			g := one + f
			e += f - (g - one)
			return math.Float64frombits(math.Float64bits(g+e) - math.Float64bits(one))
		}
	}
	half := k >> 1
	return float64(f*powerOf2(half)) * powerOf2(k-half)
}

// powerOf2 is 2^k, a normal number.
func powerOf2(k int64) float64 { return math.Float64frombits(uint64(k+bias) << 52) }
