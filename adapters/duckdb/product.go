package sumlogduckdb

import (
	"math"
	"unsafe"

	"sumlog/dispatch"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// product is the state of sumlog: (hi + lo)·2^exp, the factors' product with its rounding errors.
// Factors are multiplied as they are, and the exponent is split off when hi leaves its bounds, so
// that most rows touch hi and lo alone, and take no branch that is hard to predict.
//
// Factors that decide the logarithm by themselves leave it in hi: -Inf where one is 0, +Inf where
// one is +Inf, else NaN.
type product struct {
	bits uint64  // those of hi that are not those of 1
	lo   float64 // not +0 where hi is 1, unless there is no factor
	exp  int64
}

func (s *product) hi() float64 { return math.Float64frombits(s.bits ^ generic.OneBits) }

func (s *product) set(hi, lo float64) {
	if hi == 1 && lo == 0 {
		lo = math.Copysign(0, -1)
	}
	s.bits, s.lo = math.Float64bits(hi)^generic.OneBits, lo
}

func (s *product) isEmpty() bool { return s.bits|math.Float64bits(s.lo)|uint64(s.exp) == 0 }

// isTame reports 2^-400 <= hi < 2^400 and |lo| <= 2^-48·hi. Then no number on the way is
// subnormal, lo has the whole rounding error of hi, and its own roundings are below 2^-101 of hi.
func isTame(hi, lo float64) bool {
	const lowest, bounds = (1023 - 400) << 52, 800 << 52
	return math.Float64bits(hi)-lowest < bounds && math.Abs(lo) <= 0x1p-48*hi
}

// multiplyEach multiplies each state by one factor, which takes a third of the time of
// [kernel.Product.Mul].
func multiplyEach(states []unsafe.Pointer, in columns) {
	for i, v := range in[0][:len(states)] {
		s := (*product)(states[i])
		was := s.hi()
		hi := float64(was * v)
		lo := math.FMA(s.lo, v, math.FMA(was, v, -hi))
		if isTame(hi, lo) {
			s.set(hi, lo)
		} else {
			s.multiplyAny(factor(v))
		}
	}
}

// factor is the product of x alone.
func factor(x float64) (p product) {
	switch {
	case x == 0:
		p.set(math.Inf(-1), 0)
	case x < 0:
		p.set(math.NaN(), 0)
	default:
		p.set(x, 0)
	}
	return p
}

// multiply multiplies s by f.
func (s *product) multiply(f *product) {
	if f.isEmpty() {
		return
	}
	if hi, lo := generic.Multiply(s.hi(), s.lo, f.hi(), f.lo); isTame(hi, lo) {
		s.set(hi, lo)
		s.exp += f.exp
	} else {
		s.multiplyAny(*f)
	}
}

// multiplyAny is multiply for products of any size and kind.
func (s *product) multiplyAny(f product) {
	switch {
	case s.isNumber() && f.isNumber():
		s.normalize()
		f.normalize()
		s.set(generic.Multiply(s.hi(), s.lo, f.hi(), f.lo))
		s.exp += f.exp
	case s.isNumber():
		*s = f
	case !f.isNumber():
		s.set(s.hi()+f.hi(), 0) // of logarithms
	}
}

// isNumber reports whether no factor decides the logarithm by itself.
func (s *product) isNumber() bool { return s.hi() > 0 && s.hi() <= math.MaxFloat64 }

// normalize brings hi to [1, 2] and lo to half a unit in hi's last place.
func (s *product) normalize() {
	m, exp := math.Frexp(s.hi())
	m, lo := 2*m, math.Ldexp(s.lo, 1-exp)
	hi := m + lo
	s.set(hi, (m-hi)+lo)
	s.exp += int64(exp - 1)
}

// sum returns s in the library's form. It means nothing where s is no number.
func (s product) sum() generic.Product {
	s.normalize()
	p := generic.Product{P: s.hi(), E: s.lo, Exp: s.exp}
	p.Normalize()
	return p
}

func (s *product) add(in columns) {
	var p kernel.Product
	p.Add(dispatch.ISA(), in[0])
	f := productOf(formOf(p))
	s.multiply(&f)
}

func (s *product) merge(t *product) { s.multiply(t) }

func (s *product) result() (float64, bool) {
	if s.isNumber() {
		return s.sum().Log(), !s.isEmpty()
	}
	return s.hi(), true
}
