package sumlogduckdb

import (
	"math"
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// log1pSum is the state of sumlog1p, a [product] of 1+x beside a sum of tiny x.
type log1pSum struct {
	hi, lo       float64 // the product of the last 1+x and its rounding error, or 0
	tiny, tinyLo float64 // the sum of the logarithms of tiny x and its rounding error
	left         int32   // how many more factors hi takes
	filled       bool    // a row has been added
	all          kernel.Log1pSum
}

// countsInProduct reports 2^-32 <= |x| < 2^53. To larger x, 1 is not exact in the last place, and
// the logarithms of tiny x are below the error of a product.
func countsInProduct(x float64) bool {
	const lowest, bounds = (1023 - 32) << 53, (32 + 53) << 53 // without the sign
	return math.Float64bits(x)<<1-lowest < bounds
}

// add1pEach adds a row to each state.
func add1pEach(states []unsafe.Pointer, in columns) {
	for i, v := range in[0][:len(states)] {
		s := (*log1pSum)(states[i])
		a := 1 + v
		b := v - (a - 1) // exact where v counts in the product
		t := float64(s.hi * a)
		lo := math.FMA(s.lo, a, math.FMA(s.hi, b, math.FMA(s.hi, a, -t)))
		if s.left > 0 && inBounds(t) && countsInProduct(v) {
			s.hi, s.lo = t, lo
			s.left--
			continue
		}
		s.addOne(v, a, b)
	}
}

// addOne adds x, a + b being 1 + x where that counts in the product.
func (s *log1pSum) addOne(x, a, b float64) {
	s.filled = true
	switch {
	case countsInProduct(x) && a > 0:
		s.flush()
		s.hi, s.lo, s.left = a, b, maxFactors
	case math.Abs(x) < 1:
		sum := s.tiny + x
		d := sum - s.tiny
		e := (s.tiny - (sum - d)) + (x - d)
		s.tiny = sum
		// ln(1+x) - x, to 2^-96 of x
		s.tinyLo = math.FMA(float64(x*x), math.FMA(x, 1./3, -0.5), s.tinyLo+e)
	default:
		s.all.Add(dispatch.ISA(), []float64{x})
	}
}

// flush moves the product to all.
func (s *log1pSum) flush() {
	if s.hi != 0 {
		s.all.MulPair(s.hi, s.lo)
		s.hi, s.lo, s.left = 0, 0, 0
	}
}

func (s *log1pSum) add(in columns) {
	s.filled = true
	s.all.Add(dispatch.ISA(), in[0])
}

// flushed is all of s.
func (s log1pSum) flushed() log1pSum {
	s.flush()
	s.all.AddPair(s.tiny, s.tinyLo)
	s.tiny, s.tinyLo = 0, 0
	return s
}

func (s *log1pSum) merge(t log1pSum) {
	*s, t = s.flushed(), t.flushed()
	s.all.Merge(t.all)
	s.filled = s.filled || t.filled
}

func (s log1pSum) result() (float64, bool) {
	return s.flushed().all.Sum(), s.filled
}
