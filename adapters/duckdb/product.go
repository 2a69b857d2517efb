package sumlogduckdb

import (
	"math"
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// product is the state of sumlog: factors of a group, which come one at a time or in runs. It fits
// a cache line: states of many groups do not fit the caches, and then their size counts.
type product struct {
	hi, lo float64 // the product of the last factors and its rounding error; 0 where all is all
	left   int32   // how many more factors hi takes
	filled bool    // a row has been added
	all    kernel.Product
}

// maxFactors bounds lo to 2^-42 of hi, so that its own roundings stay below 2^-95 of hi.
const maxFactors = 1024

// inBounds reports 2^-400 <= x < 2^400, for any x, by one comparison. There the rounding of a
// product is exact in lo: no number on the way is subnormal.
func inBounds(x float64) bool {
	const lowest, bounds = (1023 - 400) << 52, 800 << 52
	return math.Float64bits(x)-lowest < bounds
}

// multiplyEach multiplies each state by one factor. Factors are multiplied as they are, and the
// exponent is split off when hi leaves its bounds, which takes a third of the time of
// [kernel.Product.Mul].
func multiplyEach(states []unsafe.Pointer, in columns) {
	for i, v := range in[0][:len(states)] {
		s := (*product)(states[i])
		t := float64(s.hi * v)
		lo := math.FMA(s.lo, v, math.FMA(s.hi, v, -t))
		if s.left > 0 && inBounds(t) {
			s.hi, s.lo = t, lo
			s.left--
			continue
		}
		s.restart(v)
	}
}

// restart moves the last factors to all, and begins anew with x.
func (s *product) restart(x float64) {
	s.filled = true
	s.flush()
	if inBounds(x) {
		s.hi, s.left = x, maxFactors
	} else {
		s.all.Mul(x)
	}
}

// flush moves the last factors to all.
func (s *product) flush() {
	if s.hi != 0 {
		s.all.MulPair(s.hi, s.lo)
		s.hi, s.lo, s.left = 0, 0, 0
	}
}

func (s *product) add(in columns) {
	s.filled = true
	s.all.Add(dispatch.ISA(), in[0])
}

func (s *product) merge(t product) {
	t.flush()
	s.flush()
	s.all.Merge(t.all)
	s.filled = s.filled || t.filled
}

func (s product) result() (float64, bool) {
	s.flush()
	return s.all.Log(), s.filled
}
