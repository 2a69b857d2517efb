// Galaxies computes f(x) = Σ ln(1+i+x), i from 0 to 999, for 100 000 objects, on all
// cores: a term of a log-likelihood that a Python loop takes seconds for. The printed
// digits are the same on every machine.
package main

import (
	"fmt"

	"sumlog"
)

func main() {
	x := make([]float64, 100_000)
	for j := range x {
		x[j] = float64(j) / 1000 // one measured value an object
	}

	f := make([]float64, len(x))
	sumlog.LogAccumulate(f, x, 1000)

	for _, j := range []int{0, 1, 50_000, 99_999} {
		fmt.Printf("f(%v) = %v\n", x[j], f[j])
	}
}

// Output:
// f(0) = 5912.128178488163
// f(0.001) = 5912.135663137457
// f(50) = 6110.292238977232
// f(99.999) = 6244.050782767113
