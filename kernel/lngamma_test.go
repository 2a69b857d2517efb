package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

// TestLnGammaLater has vectors whose elements take both ways to ln Γ in all proportions, beside
// special ones, around the lengths from which on they are left for later, and of blocks.
func TestLnGammaLater(t *testing.T) {
	special := []float64{0, -1, -3, math.NaN(), math.Inf(1), 0x1p-1060, 0x1p1013, 8}
	eachAssembly(t, func(t *testing.T, isa ISA) {
		r := rand.New(rand.NewPCG(8, 1))
		for _, n := range []int{
			1, 9, 128, 129, 133, lnGammaBlock - 1, lnGammaBlock, lnGammaBlock + 1,
			2*lnGammaBlock + 130, 3*lnGammaBlock + 7,
		} {
			for share := range 11 {
				x, want, dst := make([]float64, n), make([]float64, n), make([]float64, n)
				for i := range x {
					x[i] = 8 + 40*r.Float64()
					if r.IntN(10) < share {
						x[i] = 8 * r.Float64()
					}
					if r.IntN(50) == 0 {
						x[i] = special[r.IntN(len(special))]
					}
				}
				generic.LogGamma(want, x)
				LogGamma(isa, dst, x)
				requireSameBits(t, want, dst, "LogGamma of %d, %d tenths small", n, share)
				generic.LogFactorial(want, x)
				LogFactorial(isa, x, x)
				requireSameBits(t, want, x, "LogFactorial of %d, %d tenths small", n, share)
			}
		}
	})
}

func requireSameBits(t *testing.T, want, got []float64, format string, args ...any) {
	t.Helper()
	for i := range want {
		if math.Float64bits(want[i]) != math.Float64bits(got[i]) {
			require.Failf(t, "other bits", format+": element %d is %v, want %v",
				append(args, i, got[i], want[i])...)
		}
	}
}
