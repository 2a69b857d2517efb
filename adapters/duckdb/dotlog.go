package sumlogduckdb

import (
	"math"
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// dotLogSum is the state of dotlog: s + c. A sum that is infinite or NaN is s, whatever c is. Both
// are +0 before the first row, and after it c is -0 where both would be 0.
type dotLogSum struct{ s, c float64 }

// addTerm adds hi + lo.
func (s *dotLogSum) addTerm(hi, lo float64) {
	sum := s.s + hi
	d := sum - s.s
	s.c += ((s.s - (sum - d)) + (hi - d)) + lo
	s.s = sum
	if sum == 0 && s.c == 0 {
		s.c = math.Copysign(0, -1)
	}
}

func (s *dotLogSum) isEmpty() bool { return math.Float64bits(s.s)|math.Float64bits(s.c) == 0 }

// addTerms adds a row to each state. The kernel computes the terms.
func addTerms(states []unsafe.Pointer, in columns) {
	var hi, lo [batch]float64
	n := len(states)
	kernel.DotLogTerms(dispatch.ISA(), hi[:n], lo[:n], in[0], in[1])
	for i, s := range states {
		(*dotLogSum)(s).addTerm(hi[i], lo[i])
	}
}

func (s *dotLogSum) add(in columns) {
	var sum kernel.DotLogSum
	sum.Add(dispatch.ISA(), in[0], in[1])
	if hi := sum.Sum(); math.Abs(hi) <= math.MaxFloat64 {
		f := formOf(sum)
		s.addTerm(f.float(0), f.float(1))
	} else {
		s.addTerm(hi, 0)
	}
}

func (s *dotLogSum) merge(t *dotLogSum) {
	if !t.isEmpty() {
		s.addTerm(t.s, t.c)
	}
}

func (s *dotLogSum) result() (float64, bool) {
	if math.Abs(s.s) <= math.MaxFloat64 {
		return s.s + s.c, !s.isEmpty()
	}
	return s.s, true
}
