package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSumLog1p(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 50 {
		x := make([]float64, r.IntN(40))
		want, size := new(big.Float).SetPrec(300), new(big.Float)
		for i := range x {
			x[i] = math.Exp(-100 * r.Float64())
			if r.IntN(2) == 0 {
				x[i] = -x[i]
			}
			want.Add(want, Log1p(x[i]))
			size.Add(size, big.NewFloat(math.Abs(x[i])+1))
		}
		assertWithin(t, want, SumLog1p(x), relative(size, -180), "sumlog1p", x)
	}
	assert.Equal(t, 0, SumLog1p(nil).Sign())
	assert.Panics(t, func() { SumLog1p([]float64{0, -1}) })
}
