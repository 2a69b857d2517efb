package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// Rows longer than what one call of assembly takes.
func TestSoftmaxOfLongRows(t *testing.T) {
	x := values(2*40_001, -20, 20)
	want, got := make([]float64, len(x)), make([]float64, len(x))
	for name, f := range map[string]func(isa kernel.ISA, dst, x []float64, cols int){
		"Softmax": kernel.Softmax, "LogSoftmax": kernel.LogSoftmax,
	} {
		f(kernel.Generic, want, x, len(x)/2)
		for _, isa := range kernel.Supported() {
			f(isa, got, x, len(x)/2)
			require.Equal(t, -1, operations.Differing(want, got), "%s, %v", name, isa)
		}
	}
}
