package exact

import "math/big"

// DotLog returns Σ w[i]·ln x[i] over the terms whose w is not 0, of which every w must be finite
// and every x finite and positive; it panics otherwise. The error is below 2^-240·Σ|w·ln x|, from
// logarithms of 256 bits and sums of 320.
func DotLog(w, x []float64) *big.Float {
	sum, term := new(big.Float).SetPrec(320), new(big.Float).SetPrec(320)
	v := new(big.Float).SetPrec(256)
	for i, weight := range w {
		if weight != 0 {
			sum.Add(sum, term.Mul(Log(v.SetFloat64(x[i])), big.NewFloat(weight)))
		}
	}
	return sum
}
