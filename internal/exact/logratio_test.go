package exact

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLogRatio(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(500).SetFloat64(x) }
	for i := range 500 {
		x := r.Float64() + 1e-300
		y := x * (1 + r.Float64())
		switch i % 3 {
		case 1:
			y = x * (1 + 0x1p-52*float64(r.IntN(9)))
		case 2:
			y = 0x1p-1000 * r.Float64()
		}
		want := Log(wide(x))
		want.Sub(want, Log(wide(y)))
		assertWithin(t, want, LogRatio(x, y), relative(want, -180), "ratio", x, y)
	}
	assert.Panics(t, func() { LogRatio(1, 0) })
}
