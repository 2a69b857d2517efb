package kernel_test

import (
	"fmt"

	"sumlog/kernel"
)

func Example() {
	isa := kernel.Best()
	x := []float64{0, 1, 2.5}
	sums := make([]float64, len(x))
	kernel.LogAccumulate(isa, sums, x, 1000) // Σ ln(1+i+x) over 1000 terms
	fmt.Println(sums)
	// Output: [5912.128178488163 5919.036933267479 5928.200963714641]
}
