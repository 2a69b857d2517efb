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
			kernel.Log(isa, dst[:], x[:])
			kernel.LogAccumulate(isa, dst[:], x[:], 30)
			kernel.LogAccumulateDirect(isa, dst[:], x[:], 30)
			kernel.Add(isa, dst[:], x[:], x[:])
			_ = kernel.Best()
		}), isa)
	}
}
