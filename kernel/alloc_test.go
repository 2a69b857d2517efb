//go:build !race

package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// The race detector is told the slices' addresses, which makes them escape.
func TestNothingAllocates(t *testing.T) {
	for _, isa := range kernel.Supported() {
		require.Zero(t, testing.AllocsPerRun(10, func() {
			var dst, x [21]float64 // on the stack: arguments do not escape either
			var bytes [100]int8
			kernel.Log(isa, dst[:], x[:])
			kernel.LogAccumulate(isa, dst[:], x[:], 30)
			kernel.LogAccumulateDirect(isa, dst[:], x[:], 30)
			kernel.Add(isa, dst[:], x[:], x[:])
			kernel.AddStreaming(isa, bytes[:], bytes[:], bytes[:])
			dst[0] = kernel.SumLog(isa, x[:3]) + kernel.SumLog(isa, x[:])
			kernel.SumLogRows(isa, dst[:7], x[:], 3)
			kernel.SumLogRows(isa, dst[:2], x[:20], 10)
			var product kernel.Product
			product.Add(isa, x[:])
			dst[0] = product.Log()
			_ = kernel.Best()
		}), isa)
	}
}
