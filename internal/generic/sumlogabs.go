package generic

import "math"

// SumLogAbs returns Σ ln|x[j]| and the sign of the product.
func SumLogAbs(x []float64) (sum, sign float64) {
	abs := make([]float64, len(x))
	odd := Abs(abs, x)
	sum = SumLog(abs)
	return sum, SignOf(sum, odd)
}

// Abs sets dst to |x|, and returns 1 where an odd number of elements have a sign, else 0.
func Abs(dst, x []float64) (odd uint32) {
	const sign = 1 << 63
	dst = dst[:len(x)]
	signs := uint64(0)
	for i, v := range x {
		bits := math.Float64bits(v)
		signs ^= bits
		dst[i] = math.Float64frombits(bits &^ sign)
	}
	return uint32(signs >> 63)
}

// SignOf returns the sign of a product, of which the logarithm of the magnitude is sum: 0 for a
// zero, and NaN for what is no number.
func SignOf(sum float64, odd uint32) float64 {
	switch {
	case math.IsNaN(sum):
		return sum
	case math.IsInf(sum, -1):
		return 0
	}
	return 1 - 2*float64(odd&1)
}
