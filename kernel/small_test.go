package kernel_test

import (
	"testing"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// BenchmarkSmall reports what a call on a few elements costs, where checks, the choice
// of the instruction set and the remainder count for more than the arithmetic.
func BenchmarkSmall(b *testing.B) {
	for _, isa := range kernel.Supported()[1:] {
		for _, o := range operations.All() {
			for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 40} {
				benchmarkCall(b, o, isa, n, o.Bench[0])
			}
		}
	}
}
