package exact

import "math/big"

// RelEntr returns p·ln(p/q) of finite positive p and q, to 2^-180.
func RelEntr(p, q float64) *big.Float {
	product := new(big.Float).SetPrec(Prec)
	return product.Mul(LogRatio(p, q), big.NewFloat(p))
}

// KLDiv returns p·ln(p/q) - p + q of finite positive p and q. Of p != q it is right to 2^-70 at
// least: the terms cancel to 2^-107 of them.
func KLDiv(p, q float64) *big.Float {
	wide := func() *big.Float { return new(big.Float).SetPrec(400) }
	sum := wide().Mul(LogRatio(p, q), big.NewFloat(p))
	return sum.Add(sum, wide().Sub(big.NewFloat(q), big.NewFloat(p)))
}
