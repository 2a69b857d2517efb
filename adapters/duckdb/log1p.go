package sumlogduckdb

import (
	"math"
	"unsafe"

	"sumlog/dispatch"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// log1pSum is the state of sumlog1p: the product of 1+x, and beside it the sum of tiny x, of which
// a product would lose digits. The rounding errors of that sum, and what its logarithms are less
// than x, go to lo, relative to hi: where all x are tiny, hi is 1 and rounds none of them.
type log1pSum struct {
	product
	tiny float64
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
		was := s.hi()
		hi := float64(was * a)
		lo := math.FMA(s.lo, a, math.FMA(was, b, math.FMA(was, a, -hi)))
		if isTame(hi, lo) && countsInProduct(v) {
			s.set(hi, lo)
		} else {
			s.addOne(v)
		}
	}
}

// addOne adds any x.
func (s *log1pSum) addOne(x float64) {
	if math.Abs(x) < generic.Tiny1p {
		s.addTiny(x, float64(x*x)*math.FMA(x, 1./3, -0.5)) // ln(1+x), to 2^-96 of x
		return
	}
	a := factor(1 + x)
	if a.isNumber() {
		a.lo = min(x, 1) - (a.hi() - max(x, 1)) // exact
	}
	s.multiply(&a)
}

// addTiny adds x + low.
func (s *log1pSum) addTiny(x, low float64) {
	sum := s.tiny + x
	d := sum - s.tiny
	e := (s.tiny - (sum - d)) + (x - d)
	s.tiny = sum
	if s.isNumber() {
		s.set(s.hi(), math.FMA(s.hi(), e+low, s.lo))
	}
}

func (s *log1pSum) add(in columns) {
	var p kernel.Log1pSum
	p.Add(dispatch.ISA(), in[0])
	f := formOf(p)
	t := log1pSum{productOf(f), f.float(3)}
	t.addTiny(0, f.float(4))
	s.merge(&t)
}

func (s *log1pSum) merge(t *log1pSum) {
	s.multiply(&t.product)
	if t.tiny != 0 {
		s.addTiny(t.tiny, 0)
	}
}

func (s *log1pSum) result() (float64, bool) {
	if !s.isNumber() {
		return s.hi(), true
	}
	sum := generic.Sum1p{S: s.tiny}
	if s.hi() == 1 && s.exp == 0 {
		sum.Product, sum.C = generic.One, s.lo
	} else {
		sum.Product = s.product.sum()
	}
	return sum.Log(), !s.isEmpty()
}
