package kernel_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
	"sumlog/kernel"
)

// A CarefulSum has the bits of the second pass of DotLog, by every instruction set, of elements that
// are subnormal or whose terms exceed the largest number too, and in parts.
func TestCarefulSum(t *testing.T) {
	for _, n := range []int{0, 1, 15, 300, 4096, 4097, 9000} {
		for name, scale := range map[string][2]float64{ // of weights, of elements
			"ordinary": {1, 1}, "subnormal": {1, 0x1p-1030}, "large": {0x1p1018, 1},
		} {
			w, x := values(n, 0.5, 2), values(n, 1, 2)
			for i := range x {
				w[i] *= scale[0]
				x[i] *= scale[1]
				if i%2 == 1 {
					w[i], x[i] = -w[i-1], x[i-1]
				}
				if i%7 == 6 {
					w[i], x[i] = 0, math.Inf(1)
				}
			}
			want := generic.DotLog(w, x)
			for _, isa := range kernel.Supported() {
				var first kernel.DotLogSum
				first.Add(isa, w, x)
				if !first.Cancels() {
					continue
				}
				half := n / 2 &^ (generic.Block - 1)
				sum, rest := first.Careful(isa), first.Careful(isa)
				sum.Add(w[:half], x[:half])
				for from := half; from < n; from += generic.Block {
					to := min(n, from+generic.Block)
					rest = first.Careful(isa)
					rest.Add(w[from:to], x[from:to])
					sum.Merge(rest)
				}
				require.Equal(t, math.Float64bits(want), math.Float64bits(sum.Sum()), "%s, %v, n = %d", name, isa, n)
			}
		}
	}
}
