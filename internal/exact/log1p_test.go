package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The same by the logarithm of 1+x, given in all its bits.
func TestLog1p(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	list := []float64{
		math.Nextafter(-1, 0), -0.5, 0.5, 1, 0x1p-9, -0x1p-9, 0x1p-1074, -0x1p-1074, 0x1p53,
		math.MaxFloat64,
	}
	for range 500 {
		list = append(list, r.Float64(), -r.Float64(), math.Exp(1400*r.Float64()-700), -math.Exp(-700*r.Float64()))
	}
	for _, x := range list {
		want := new(big.Float).SetPrec(2200).SetInt64(1)
		want = Log(want.Add(want, big.NewFloat(x)))
		assertWithin(t, want, Log1p(x), relative(want, -190), "log1p", x)
		if dd := Log1pDD(x); math.Abs(dd.hi) > tiny {
			got := new(big.Float).SetPrec(300).SetFloat64(dd.hi)
			got.Add(got, big.NewFloat(dd.lo))
			assertWithin(t, want, got, relative(want, -97), "log1p in pairs", x)
		}
	}
	assert.Panics(t, func() { Log1p(-1) })
	assert.Panics(t, func() { Log1pDD(math.NaN()) })
	assert.Panics(t, func() { Log1p(math.Inf(1)) })
}
