package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The logarithm of e^x is x: its error is the relative one of e^x.
func TestExp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	list := []float64{0, 1, -1, 710, -746, 0x1p-60, -0x1p-60, 0x1p-500, math.Ln2, 0.5 * math.Ln2}
	for range 500 {
		list = append(list, 2*r.Float64()-1, 1500*r.Float64()-750, math.Exp(-100*r.Float64()))
	}
	for _, x := range list {
		got := Exp(x)
		assert.GreaterOrEqual(t, got.Prec(), uint(Prec))
		if got.Cmp(big.NewFloat(1)) == 0 {
			assert.Less(t, math.Abs(x), 0x1p-190)
			continue
		}
		assertWithin(t, big.NewFloat(x), Log(got), relative(big.NewFloat(1), -189), "exp", x)
	}
	for _, x := range []float64{0x1p20, math.NaN(), math.Inf(-1)} {
		assert.Panics(t, func() { Exp(x) })
	}
}
