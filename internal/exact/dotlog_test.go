package exact

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDotLog(t *testing.T) {
	// 3·ln 2 + 2·ln 8 - ln 2^9 = 0, and a sum of equal weights is the logarithm of a product.
	assert.Less(t, DotLog([]float64{3, 2, -1, 0}, []float64{2, 8, 512, -1}).MantExp(nil), -240)
	got := DotLog([]float64{0.5, 0.5, 0.5}, []float64{3, 7, 1e-300})
	want := new(big.Float).Mul(SumLog([]float64{3, 7, 1e-300}), big.NewFloat(0.5))
	assertWithin(t, want, got, relative(want, -187), "equal weights")
	assert.Panics(t, func() { DotLog([]float64{1}, []float64{0}) })
}
