package rows

import "sumlog/kernel"

// values are the numbers of a column.
type values interface {
	slice(lo, hi int) values
	// float64s returns the numbers themselves, or nil where they have another type.
	float64s() []float64
	// convert sets dst to the numbers from the i-th on, rounded to the nearest float64.
	convert(dst []float64, i int)
	// compress sets the first of dst to those of the n numbers from the i-th on whose bits in
	// mask are set. It may overwrite all of dst.
	compress(dst *[64]float64, i, n int, mask uint64)
}

type numbers[T kernel.Number] []T

func (v numbers[T]) slice(lo, hi int) values { return v[lo:hi] }

func (v numbers[T]) float64s() []float64 {
	f, _ := any([]T(v)).([]float64)
	return f
}

func (v numbers[T]) convert(dst []float64, i int) {
	if f := v.float64s(); f != nil {
		copy(dst, f[i:])
		return
	}
	v = v[i:][:len(dst)]
	for j, x := range v {
		dst[j] = float64(x)
	}
}

func (v numbers[T]) compress(dst *[64]float64, i, n int, mask uint64) {
	to := uint64(0)
	for _, x := range v[i : i+n] { // without a branch that depends on the mask
		dst[to&63] = float64(x)
		to += mask & 1
		mask >>= 1
	}
}

// constant is a column of one value.
type constant float64

func (c constant) slice(int, int) values { return c }
func (c constant) float64s() []float64   { return nil }

func (c constant) convert(dst []float64, _ int) {
	for j := range dst {
		dst[j] = float64(c)
	}
}

func (c constant) compress(dst *[64]float64, _, _ int, _ uint64) { c.convert(dst[:], 0) }
