package kernel

import (
	"math"

	"sumlog/internal/generic"
)

// ExpSum is Σ e^x of elements that arrive in parts, which neither overflows nor underflows and
// carries its rounding errors: the accumulator behind [LogSumExp]. Its zero value is the sum of
// nothing. Sums of parts may be computed apart, stored, sent and merged.
//
// It is a sum in units of a power of two that depends on the largest element alone, so that sums
// of parts are brought to one unit without rounding. Where that element is 2^40 or more in
// magnitude, the unit is its exponential.
//
// Its logarithm has the error bound of LogSumExp over all elements. Its bits are those of
// LogSumExp over x where x is added in parts, from left to right, each but the last a multiple of
// 4096 elements; or where sums of 4096 elements each are merged one by one, from left to right.
//
// Sums can be compared: s == t where they have the same largest element and the same sum with the
// same error, so that they have one logarithm, one binary and one text form. The same elements in
// other parts may differ.
type ExpSum struct {
	s generic.ExpSum // S = 0 stands for the sum of nothing, M being 0, and for an invalid one
}

func (s *ExpSum) value() generic.ExpSum {
	if s.s.S == 0 && !s.s.Invalid {
		return generic.NoExp
	}
	return s.s
}

func (s *ExpSum) set(v generic.ExpSum) {
	if v.S == 0 && !v.Invalid {
		v = generic.ExpSum{}
	}
	s.s = v
}

// Add adds e^x[j] for all elements of x, taken in blocks of 4096. It panics where isa is not
// [Supported].
func (s *ExpSum) Add(isa ISA, x []float64) {
	checkISA("sumlog/kernel: ExpSum.Add", isa)
	raceAccess(nil, x, nil)
	all := s.value()
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		block := expOf(isa, x[:n])
		all.Merge(&block)
		x = x[n:]
	}
	s.set(all)
}

// Merge adds t. It does not matter which of the two sums is added to the other.
func (s *ExpSum) Merge(t ExpSum) {
	all, other := s.value(), t.value()
	all.Merge(&other)
	s.set(all)
}

// Log returns the logarithm of the sum, as [LogSumExp] would.
func (s ExpSum) Log() float64 {
	all := s.value()
	return all.Log()
}

// Max returns the largest element: -Inf of none, NaN where one was a NaN.
func (s ExpSum) Max() float64 {
	if s.s.Invalid {
		return math.NaN()
	}
	all := s.value()
	return all.M
}
