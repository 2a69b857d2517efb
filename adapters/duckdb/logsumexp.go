package sumlogduckdb

import (
	"math"
	"unsafe"

	"sumlog/dispatch"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// expSum is the state of logsumexp: s + e, the sum of e^x, and the largest x. Where that is not of
// moderate size, s + e is the negative sum in the library's unit, which depends on the largest x.
// Where the sum is invalid, s is NaN.
type expSum struct {
	bits uint64  // those of the largest x that are not those of -Inf
	s, e float64 // e is not +0 where the largest x is -Inf, unless there is no x
}

const minusInf = 0xFFF << 52 // the bits of -Inf

func (s *expSum) largest() float64 { return math.Float64frombits(s.bits ^ minusInf) }

func (s *expSum) isEmpty() bool { return s.bits|math.Float64bits(s.s)|math.Float64bits(s.e) == 0 }

// isModerate reports whether e^x is a term that the kernel computes as a pair.
func isModerate(x float64) bool { return math.Abs(x) <= generic.ExpTermsMax }

// addExps adds a row to each state. The kernel computes the terms of moderate x.
func addExps(states []unsafe.Pointer, in columns) {
	var hi, lo [batch]float64
	n := len(states)
	kernel.ExpTerms(dispatch.ISA(), hi[:n], lo[:n], in[0])
	for i, v := range in[0] {
		s := (*expSum)(states[i])
		if isModerate(v) && s.s >= 0 {
			s.addTerms(v, hi[i], lo[i])
		} else {
			one := generic.ExpOf([]float64{v})
			s.mergeSum(&one)
		}
	}
}

// addTerms adds hi + lo, the sum of e^x of moderate x, of which the largest is given. It is seldom
// larger than those before.
func (s *expSum) addTerms(largest, hi, lo float64) {
	if largest > s.largest() {
		s.bits = math.Float64bits(largest+0) ^ minusInf // +0 for -0
	}
	sum := s.s + hi
	d := sum - s.s
	s.e += ((s.s - (sum - d)) + (hi - d)) + lo
	s.s = sum
}

// sum is s in the library's form.
func (s *expSum) sum() generic.ExpSum {
	m := s.largest()
	switch {
	case s.s != s.s:
		return generic.ExpSum{M: math.Inf(-1), Invalid: true}
	case s.s < 0:
		return generic.ExpSum{M: m, S: -s.s, E: -s.e}
	case s.s == 0:
		return generic.NoExp
	}
	unit := math.Ldexp(1, -int(generic.Octave(m)))
	return generic.ExpSum{M: m, S: s.s * unit, E: s.e * unit}
}

// set sets s to v, which is not the sum of nothing.
func (s *expSum) set(v *generic.ExpSum) {
	*s = expSum{math.Float64bits(v.M) ^ minusInf, -v.S, -v.E}
	switch {
	case v.Invalid:
		s.s = math.NaN()
	case v.S == 0: // of -Inf alone
		s.s, s.e = 0, math.Copysign(0, -1)
	case isModerate(v.M):
		unit := math.Ldexp(1, int(generic.Octave(v.M)))
		s.s, s.e = v.S*unit, v.E*unit
	}
}

func (s *expSum) mergeSum(t *generic.ExpSum) {
	all := s.sum()
	all.Merge(t)
	s.set(&all)
}

func (s *expSum) add(in columns) {
	var all kernel.ExpSum
	all.Add(dispatch.ISA(), in[0])
	f := formOf(all)
	s.mergeSum(&generic.ExpSum{M: f.float(0), S: f.float(1), E: f.float(2), Invalid: f.flags != 0})
}

func (s *expSum) merge(t *expSum) {
	switch {
	case t.isEmpty():
	case s.s >= 0 && t.s > 0:
		s.addTerms(t.largest(), t.s, t.e)
	default:
		all := t.sum()
		s.mergeSum(&all)
	}
}

func (s *expSum) result() (float64, bool) {
	all := s.sum()
	if all.S < 2 {
		// The library knows a sum of one term by its bits, for which lanes begin at ExpLaneStart.
		sum := generic.ExpLaneStart + all.S
		low := all.E + (all.S - (sum - generic.ExpLaneStart))
		sum -= generic.ExpLaneStart
		all.S = sum + low
		all.E = (sum - all.S) + low
	}
	return all.Log(), !s.isEmpty()
}
