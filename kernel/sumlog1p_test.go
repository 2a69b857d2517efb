package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

// TestSum1pState compares the whole state of a block: unlike the sum, which is almost always the
// correctly rounded one, its bits tell in which order the factors were multiplied.
func TestSum1pState(t *testing.T) {
	kinds := map[string]func(r *rand.Rand) float64{
		"around 0":  func(r *rand.Rand) float64 { return r.Float64() - 0.5 },
		"survival":  func(r *rand.Rand) float64 { return -r.Float64() },
		"tiny":      func(r *rand.Rand) float64 { return 0x1p-32 * (2*r.Float64() - 1) },
		"subnormal": func(r *rand.Rand) float64 { return math.Float64frombits(r.Uint64() >> 12) },
		"large":     func(r *rand.Rand) float64 { return math.Exp(40 * r.Float64()) },
		"at a bound": func(r *rand.Rand) float64 {
			return []float64{0x1p-32, math.Nextafter(0x1p-32, 0), -0x1p-32, 1, -0.5}[r.IntN(5)]
		},
	}
	r := rand.New(rand.NewPCG(9, 9))
	for name, draw := range kinds {
		for _, n := range []int{0, 1, 5, 15, 16, 17, 31, 32, 33, 255, 256, 257, 300, 511, 512, 530, 1000, 4095, 4096} {
			x := make([]float64, n)
			for i := range x {
				x[i] = draw(r)
			}
			want := generic.Sum1pOf(x)
			for _, isa := range Supported() {
				require.Equal(t, want, sum1pOf(isa, x), "%s, %d elements, %v", name, n, isa)
			}
			if n > 0 {
				x[r.IntN(n)] = []float64{-1, -2, math.NaN(), math.Inf(1), 1e300, 0x1p-50 - 1}[r.IntN(6)]
				want = generic.Sum1pOf(x)
				for _, isa := range Supported() {
					require.Equal(t, want, sum1pOf(isa, x), "%s and a special one, %d elements, %v", name, n, isa)
				}
			}
		}
	}
}

// TestSum1pPositions puts what leaves the fast path at every position of a block.
func TestSum1pPositions(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	odd := []float64{-1, math.Nextafter(-1, 0), 0x1.8p53, 0x1.4p57, 1e300, math.Inf(1), math.NaN(), -2}
	for _, n := range []int{40, 300, 1100} {
		x := make([]float64, n)
		for i := range x {
			x[i] = r.Float64() - 0.5
		}
		for i, keep := range x {
			for k, v := range odd {
				if testing.Short() && (i+k)%4 != 0 {
					continue
				}
				x[i] = v
				want := generic.Sum1pOf(x)
				for _, isa := range Supported() {
					require.Equal(t, want, sum1pOf(isa, x), "%g at %d of %d, %v", v, i, n, isa)
				}
			}
			x[i] = keep
		}
	}
}
