package kernel

import (
	"unsafe"

	"sumlog/internal/generic"
)

// productOf returns the product of x, of the blocks from left to right.
func productOf(isa ISA, x []float64) generic.Product {
	all := blockOf(isa, x[:min(len(x), generic.Block)])
	for i := generic.Block; i < len(x); i += generic.Block {
		block := blockOf(isa, x[i:min(len(x), i+generic.Block)])
		all.Merge(&block)
	}
	return all
}

// blockOf returns the product of at most generic.Block elements, which takes a few
// microseconds: assembly is not preempted.
func blockOf(isa ISA, x []float64) generic.Product {
	if !hasAssembly || isa == Generic {
		return generic.ProductOf(x)
	}
	var b generic.ProductBlock
	if multiply(isa, &b, x, false); b.Fallback == 0 {
		return b.Product()
	}
	return productSplit(isa, x)
}

// mulFew multiplies p by the product of x where that is one to eight positive normal elements,
// and reports whether it did. It has the tree of [generic.ProductOf].
func mulFew(p *generic.Product, x []float64) bool {
	if len(x) == 1 {
		return p.Mul(x[0])
	}
	few := [8]float64{1, 1, 1, 1, 1, 1, 1, 1}
	if len(x) == 0 || len(x) > len(few) {
		return false
	}
	exp := int64(0)
	for i, v := range x {
		m, n := generic.Split(v)
		if m == 0 {
			return false
		}
		few[i] = m
		exp += n
	}
	var errors [4]float64
	if len(x) > 4 {
		for i := range errors {
			few[i], errors[i] = generic.Multiply(few[i], 0, few[i+4], 0)
		}
	}
	q0, f0 := generic.Multiply(few[0], errors[0], few[2], errors[2])
	q1, f1 := generic.Multiply(few[1], errors[1], few[3], errors[3])
	q, f := generic.Multiply(q0, f0, q1, f1)
	// A block is normalised before it is merged, which makes no difference to the bits.
	p.P, p.E = generic.Multiply(p.P, p.E, q, f)
	p.Exp += exp
	p.Normalize()
	return true
}

// logOfBlock returns the sum of the logarithms of at most generic.Block elements.
func logOfBlock(isa ISA, x []float64) float64 {
	if few := generic.One; mulFew(&few, x) {
		return few.Log()
	}
	b := generic.ProductBlock{WantLog: 1}
	if multiply(isa, &b, x, false); b.Fallback == 0 {
		return b.Log
	}
	return productSplit(isa, x).Log()
}

// productSplit is blockOf with elements split into significands and exponents.
func productSplit(isa ISA, x []float64) generic.Product {
	var b generic.ProductBlock
	if multiply(isa, &b, x, true); b.Fallback == 0 {
		return b.Product()
	}
	return generic.ProductOf(x)
}

// multiply runs the assembly over x.
func multiply(isa ISA, b *generic.ProductBlock, x []float64, split bool) {
	var lanes generic.ProductLanes
	whole := b.Set(len(x))
	rest := x[whole:]
	if readsBeyond {
		var row [generic.RowPair]float64
		copy(row[:], rest)
		rest = row[:]
	}
	first, tail := unsafe.SliceData(x), unsafe.SliceData(rest)
	mask := float64s(&generic.TailMask[generic.RowPair-(len(x)-whole)])
	if split {
		callProductScaled(isa, float64s(&b.Both), &lanes[0].P[0], first, tail, mask)
	} else {
		callProductRaw(isa, float64s(&b.Both), &lanes[0].P[0], first, tail, mask)
	}
}
