package kernel_test

import (
	"math/rand/v2"

	"sumlog/internal/operations"
)

// special are the values at which an implementation changes its path.
var special = operations.Special

// values returns n uniform values of [lo, hi).
func values(n int, lo, hi float64) []float64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = lo + (hi-lo)*r.Float64()
	}
	return x
}
