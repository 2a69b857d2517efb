package generic

import "math"

// Log1p sets dst[j] to ln(1+x[j]).
func Log1p(dst, x []float64) {
	for j, v := range x {
		dst[j] = log1p(v)
	}
}

func log1p(x float64) float64 {
	switch {
	case x == -1:
		return math.Inf(-1)
	case !(x > -1):
		return math.NaN()
	case x >= 0x1p1023: // 2^-k would be subnormal
		return log(x)
	}
	// 1+x = a + b: exact below 2^53, where 1 is a multiple of x's last place if x is above 1.
	a := x + 1
	b := x - (a - 1)
	v := reduce(a)
	u := math.Float64bits(a) + (OneBits - LogSplit)
	scale := math.Float64frombits(2*bias<<52 - u&Infinity) // 2^-k
	d := float64(float64(b*scale) * LogC[u>>49&7])
	// r is m·C - 1 and what b adds to it: x itself where C is 1 and k is 0.
	r := v.r + d
	low := (v.r - r) + d
	k := math.FMA(v.k, Ln2Hi, v.hi)
	h := k + r
	e := ((k - h) + r) - math.FMA(r, low, -low) // low/(1+r), nearly
	result := h + tail(r, math.FMA(v.k, Ln2Lo, v.lo)+e)
	return math.Copysign(result, x) // of -0
}
