package generic

import "math"

// twoSum returns s = a+b rounded, and its rounding error exactly (Knuth, The Art
// of Computer Programming, vol. 2, section 4.2.2).
func twoSum(a, b float64) (s, e float64) {
	s = a + b
	t := s - a
	return s, (a - (s - t)) + (b - t)
}

// fastTwoSum is twoSum for |a| >= |b| or a = 0.
func fastTwoSum(a, b float64) (s, e float64) {
	s = a + b
	return s, (a - s) + b
}

// Log sets dst[j] to ln x[j].
func Log(dst, x []float64) {
	for j, v := range x {
		dst[j] = log(v)
	}
}

func log(x float64) float64 {
	var k float64 // of the scaling of a subnormal
	switch bits := math.Float64bits(x); {
	case bits<<1 == 0:
		return math.Inf(-1)
	case bits > Infinity: // a sign or a NaN
		return math.NaN()
	case bits == Infinity:
		return x
	case bits <= MantissaMask:
		// Taken apart as an integer, and so right in a thread that flushes
		// subnormals to zero: x is (1.mantissa - 1)·2^-1022.
		x = math.Float64frombits(bits|OneBits) - 1
		k = -1022
	}
	v := reduce(x)
	v.k += k
	h, t := v.log()
	return h + t
}

// reduced is a positive normal x = 2^k·m ready for the logarithm's polynomial:
// ln x = k·ln 2 + hi + lo + ln(1+r).
type reduced struct{ k, r, hi, lo float64 }

func reduce(x float64) reduced {
	u := math.Float64bits(x) + (OneBits - LogSplit)
	m := math.Float64frombits(u&MantissaMask + LogSplit)
	i := u >> 49 & 7
	return reduced{
		k:  math.Float64frombits(u>>52|Integer) - (0x1p52 + 1023),
		r:  math.FMA(m, LogC[i], -1),
		hi: LogHi[i],
		lo: LogLo[i],
	}
}

// tail returns ln(1+r) - r + l, the polynomial by Horner's scheme in r²: on vectors
// the number of operations is what counts, and Estrin's scheme, with its shorter
// chains, needs one more.
func tail(r, l float64) float64 {
	r2 := float64(r * r)
	q := math.FMA(r, LogQ[9], LogQ[8])
	q = math.FMA(r2, q, math.FMA(r, LogQ[7], LogQ[6]))
	q = math.FMA(r2, q, math.FMA(r, LogQ[5], LogQ[4]))
	q = math.FMA(r2, q, math.FMA(r, LogQ[3], LogQ[2]))
	q = math.FMA(r2, q, math.FMA(r, LogQ[1], LogQ[0]))
	// -r²/2 by itself: (r·q - 1/2)·r² would round once more where it shows.
	return math.FMA(r2, -0.5, math.FMA(float64(r2*r), q, l))
}

// logHL returns ln x as the unevaluated sum of h and a tail t: together within
// 2^-60.7 of ln x, and h+t rounded within 0.574 ULP. x is positive and normal; for
// anything else the result means nothing.
func logHL(x float64) (h, t float64) { return reduce(x).log() }

func (v reduced) log() (h, t float64) {
	k := math.FMA(v.k, Ln2Hi, v.hi) // exact
	h = k + v.r
	e := (k - h) + v.r // exact: |k| >= |r| or k = 0
	return h, tail(v.r, math.FMA(v.k, Ln2Lo, v.lo)+e)
}
