package generic

import (
	"math/bits"

	"sumlog/internal/check"
)

// DotLogCounts returns Σ n[j]·ln x[j], no n being negative: the products of blocks, merged from
// left to right.
func DotLogCounts(n []int64, x []float64) float64 {
	all := One
	for i := 0; i < len(x); i += Block {
		end := min(len(x), i+Block)
		all = Merge(all, CountsOf(n[i:end], x[i:end]))
	}
	return all.Log()
}

// CountsOf returns the product of x[j] to the power n[j], of at most Block elements: for each bit
// that a count has, from the highest one down, the product so far is squared, and multiplied by
// the elements whose count has the bit.
func CountsOf(n []int64, x []float64) Product {
	all := One
	var factors [Block]float64
	used := CountBits(n)
	for bit := bits.Len64(used) - 1; bit >= 0; bit-- {
		all = Merge(all, all)
		if used>>bit&1 == 1 {
			CountFactors(factors[:len(x)], n, x, 1<<bit)
			all = Merge(all, ProductOf(factors[:len(x)]))
		}
	}
	return all
}

// CountBits returns the bits that occur in counts, and the lowest one.
func CountBits(n []int64) uint64 {
	// Without any bit there may be a NaN, which CountFactors keeps.
	return uint64(check.AnyBits(n)) | 1
}

// CountFactors sets dst[j] to x[j] where n[j] has the bit or x[j] is NaN, and to 1 elsewhere.
func CountFactors(dst []float64, n []int64, x []float64, bit uint64) {
	for j, v := range x {
		if uint64(n[j])&bit == 0 && v == v {
			v = 1
		}
		dst[j] = v
	}
}
