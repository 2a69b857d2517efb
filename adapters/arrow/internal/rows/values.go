package rows

import (
	"math/bits"

	"sumlog/kernel"
)

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
	x, to := v[i:i+n], 0
	for ; len(x) >= 8; x, mask = x[8:], mask>>8 { // without a branch that depends on the mask
		from, into, at := (*[8]T)(x), (*[8]float64)(dst[to:]), &ranks[mask&0xff]
		into[at[0]&7] = float64(from[0])
		into[at[1]&7] = float64(from[1])
		into[at[2]&7] = float64(from[2])
		into[at[3]&7] = float64(from[3])
		into[at[4]&7] = float64(from[4])
		into[at[5]&7] = float64(from[5])
		into[at[6]&7] = float64(from[6])
		into[at[7]&7] = float64(from[7])
		to += int(at[7]) + int(mask>>7&1)
	}
	for _, x := range x {
		dst[to&63] = float64(x)
		to += int(mask & 1)
		mask >>= 1
	}
}

// ranks has, for each byte and each of its bits, how many bits below that one are set.
var ranks = func() (r [256][8]uint8) {
	for b := range r {
		for i := range r[b] {
			r[b][i] = uint8(bits.OnesCount(uint(b) & (1<<i - 1)))
		}
	}
	return r
}()

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
