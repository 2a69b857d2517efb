package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// e^LogSumExp is the sum of exponentials, whatever multiple of ln 2 is taken out.
func TestLogSumExp(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		x := make([]float64, 1+r.IntN(20))
		scale := math.Exp(9*r.Float64() - 3)
		sum := new(big.Float).SetPrec(400)
		for i := range x {
			x[i] = scale * (r.Float64() - 0.5)
			if i > 0 && r.IntN(3) == 0 {
				x[i] = x[i-1] // whose exponential is kept
			}
			sum.Add(sum, Exp(x[i]))
		}
		want := Log(sum.SetPrec(300))
		assertWithin(t, want, LogSumExp(x), relative(big.NewFloat(1+scale), -178), "logsumexp", x)
	}
	assertWithin(t, Log(big.NewFloat(2).SetPrec(Prec)), LogSumExp([]float64{0, 0}), big.NewFloat(0x1p-180), "two", nil)
	// The smaller term is all of the result, and far differences are exact.
	got, _ := LogSumExp([]float64{-700, 0}).Float64()
	assert.Equal(t, math.Exp(-700), got)
	got, _ = LogSumExp([]float64{-math.MaxFloat64, math.MaxFloat64}).Float64()
	assert.Equal(t, math.MaxFloat64, got)
	assert.Panics(t, func() { LogSumExp(nil) })
}
