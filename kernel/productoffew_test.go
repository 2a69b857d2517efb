package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
	"sumlog/kernel"
)

// Products of two to eight factors that are all as small, or all as large, as they can be without a
// product that underflows or overflows, and a little beyond.
func TestFewFactorsOfOneSize(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 112))
	for exp := -160; exp <= 160; exp++ {
		for n := 2; n <= 8; n++ {
			x := make([]float64, n)
			for i := range x {
				x[i] = math.Ldexp(1+rng.Float64(), exp)
			}
			for _, isa := range kernel.Supported() {
				require.Equal(t, generic.SumLog(x), kernel.SumLog(isa, x), "%v: %x", isa, x)
				var p kernel.Product
				p.Add(isa, x)
				require.Equal(t, generic.SumLog(x), p.Log(), "%v: %x", isa, x)
			}
		}
	}
}
