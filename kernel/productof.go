package kernel

import "sumlog/internal/generic"

// productOf returns the product of x, of the blocks from left to right.
func productOf(isa ISA, x []float64) generic.Product {
	all := blockOf(isa, x[:min(len(x), generic.Block)])
	for i := generic.Block; i < len(x); i += generic.Block {
		all = generic.Merge(all, blockOf(isa, x[i:min(len(x), i+generic.Block)]))
	}
	return all
}

// blockOf returns the product of at most generic.Block elements, which takes a few
// microseconds: assembly is not preempted.
func blockOf(isa ISA, x []float64) generic.Product {
	if !hasAssembly || isa == Generic {
		return generic.ProductOf(x)
	}
	lanes := generic.EmptyLanes
	multiply(isa, &lanes, x, false)
	if lanes.Fallback[0] != 0 {
		return productSplit(isa, x)
	}
	return lanes.Product()
}

// productSplit is blockOf with elements split into significands and exponents.
func productSplit(isa ISA, x []float64) generic.Product {
	lanes := generic.EmptyLanes
	multiply(isa, &lanes, x, true)
	if lanes.Fallback[0] != 0 {
		return generic.ProductOf(x)
	}
	return lanes.Product()
}

// multiply runs the assembly over x, filled up with ones to whole pairs of rows.
func multiply(isa ISA, lanes *generic.ProductLanes, x []float64, splitExponents bool) {
	whole := len(x) &^ (generic.RowPair - 1)
	if whole > 0 {
		multiplyPairs(isa, lanes, 0, x[:whole], splitExponents)
	}
	if whole < len(x) {
		var tail [generic.RowPair]float64
		for j := copy(tail[:], x[whole:]); j < len(tail); j++ {
			tail[j] = 1
		}
		multiplyPairs(isa, lanes, whole, tail[:], splitExponents)
	}
}

// multiplyPairs multiplies elements from on of a block.
func multiplyPairs(isa ISA, lanes *generic.ProductLanes, from int, x []float64, split bool) {
	half, other := &lanes.P[0], &lanes.P[generic.Width]
	if from/generic.Stripe%2 != 0 {
		half, other = other, half
	}
	if split {
		callProductScaled(isa, &lanes.P[0], half, other, &x[0], len(x)/generic.RowPair)
	} else {
		callProductRaw(isa, &lanes.P[0], half, other, &x[0], len(x)/generic.RowPair)
	}
}
