package exact

import "math/big"

// LogRatio returns ln(x/y) of finite positive x and y; it panics otherwise. The relative error is
// below 2^-180: (x-y)/y is exact but for one rounding, to 224 bits.
func LogRatio(x, y float64) *big.Float {
	if !(x > 0 && y > 0) {
		panic("exact: LogRatio of a number that is not positive")
	}
	d := new(big.Float).SetPrec(2200).Sub(big.NewFloat(x), big.NewFloat(y))
	q := new(big.Float).SetPrec(working)
	if d.Sign() == 0 || x < y/2 || x > 2*y {
		return Log(q.Quo(big.NewFloat(x), big.NewFloat(y))).SetPrec(Prec)
	}
	return log1p(q.Quo(d, big.NewFloat(y)), Prec)
}
