package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

// TestProductOfFloat32 has every length take the fast path, and edges leave it, with the bits of
// the numbers converted.
func TestProductOfFloat32(t *testing.T) {
	const most = 2*generic.Stripe + 3*generic.RowPair
	wide := nearOne(most + 3)
	x := make([]float32, len(wide))
	for i, v := range wide {
		x[i] = float32(v)
		wide[i] = float64(x[i])
	}
	eachAssembly(t, func(t *testing.T, isa ISA) {
		space := make([]float64, most)
		for n := range most + 1 {
			from := n % 3
			var b generic.ProductBlock
			multiply32(isa, &b, x[from:from+n])
			require.Zero(t, b.Fallback, "%d", n)
			require.Equal(t, generic.ProductOf(wide[from:from+n]), b.Product(), "%d", n)
		}
		for _, edge := range []float32{
			0, float32(math.Copysign(0, -1)), 0x1p-48, 0x1p-49, 0x1p-149, -1, math.MaxFloat32,
			float32(math.Inf(1)), float32(math.NaN()),
		} {
			for i := range most {
				was := x[i]
				x[i], wide[i] = edge, float64(edge)
				path := blockPath{}
				require.Equal(t, generic.ProductOf(wide[:most]), path.product32(isa, x[:most], space),
					"%v at %d", edge, i)
				require.Equal(t, edge > 0x1p-49 && edge <= math.MaxFloat32, path.left == 0, "%v at %d", edge, i)
				x[i], wide[i] = was, float64(was)
			}
		}
	})
}
