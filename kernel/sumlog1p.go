package kernel

import (
	"math"

	"sumlog/internal/generic"
)

// SumLog1p returns Σ ln(1 + x[j]), 1+x not being rounded: for probabilities x of independent
// events, SumLog1p of -x is the logarithm of the probability that none happens.
//
// Max error: 0.6 ULP of the exact sum of the exact logarithms, plus n·2^-90 absolute for n
// elements; 0.6 ULP plus 2^-78·Σ |x[j]| where all of them are below 2.3e-10 in magnitude: sums of
// tiny x keep their digits.
//
// Special values: an element below -1 or a NaN gives NaN; else -1 gives -Inf, or NaN beside a
// +Inf; else a +Inf gives +Inf; no elements give +0.
//
// Panics where isa is not [Supported].
//
// Method: as [SumLog], with 1+x as a sum of two numbers; blocks of 4096 elements that are
// all that tiny are summed, not multiplied. The same bits everywhere. See
// docs/numerics.md.
func SumLog1p(isa ISA, x []float64) float64 {
	checkISA("sumlog/kernel: SumLog1p", isa)
	raceAccess(nil, x, nil)
	if hasAssembly && isa != Generic && 0 < len(x) && len(x) <= generic.Block {
		b := generic.ProductBlock{WantLog: 1}
		if multiply(isa, onePlus, &b, x); b.Fallback == 0 && !isNear1(&b) {
			return b.Log
		}
	}
	all := sum1pOf(isa, x[:min(len(x), generic.Block)])
	for i := generic.Block; i < len(x); i += generic.Block {
		block := sum1pOf(isa, x[i:min(len(x), i+generic.Block)])
		all.Merge(&block)
	}
	return all.Log()
}

// Log1pSum is Σ ln(1+x) of elements that arrive in parts: the accumulator behind [SumLog1p]. Its
// zero value is the sum of nothing. Sums of parts may be computed apart, stored, sent and merged.
//
// Its value has the error bound of SumLog1p over all elements. Its bits are those of SumLog1p
// over x where x is added in parts, from left to right, each but the last a multiple of 4096
// elements; or where sums of 4096 elements each are merged one by one, from left to right.
//
// Sums can be compared: s == t where they are the same numbers with the same kinds of special
// elements, so that they have one value, one binary and one text form. Any sum of nothing is
// Log1pSum{}. The same elements in other parts may differ.
type Log1pSum struct {
	s generic.Sum1p // P = 0 stands for the sum of nothing
}

// Add adds the logarithms of 1 + all elements of x, taken in blocks of 4096. It panics where isa
// is not [Supported].
func (s *Log1pSum) Add(isa ISA, x []float64) {
	checkISA("sumlog/kernel: Log1pSum.Add", isa)
	raceAccess(nil, x, nil)
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		block := sum1pOf(isa, x[:n])
		s.merge(&block)
		x = x[n:]
	}
}

// Merge adds t, whose elements come after those of s.
func (s *Log1pSum) Merge(t Log1pSum) {
	v := t.value()
	s.merge(&v)
}

func (s *Log1pSum) merge(block *generic.Sum1p) {
	s.s = s.value()
	s.s.Merge(block)
	s.finish()
}

// value is the sum with P = 1 where it has no elements.
func (s Log1pSum) value() generic.Sum1p {
	if s.s.P == 0 {
		s.s.P = 1
	}
	return s.s
}

// finish makes a sum of nothing, or of zeros, the zero value, so that they are equal.
func (s *Log1pSum) finish() {
	nothing := generic.Sum1p{Product: generic.One}
	if s.s == nothing && !math.Signbit(s.s.E) && !math.Signbit(s.s.S) && !math.Signbit(s.s.C) {
		s.s.P = 0
	}
}

// Sum returns the sum, as [SumLog1p] would.
func (s Log1pSum) Sum() float64 {
	v := s.value()
	return v.Log()
}

// sum1pOf returns the sum of at most generic.Block elements, which takes a few microseconds:
// assembly is not preempted.
func sum1pOf(isa ISA, x []float64) generic.Sum1p {
	if !hasAssembly || isa == Generic {
		return generic.Sum1pOf(x)
	}
	var b generic.ProductBlock
	multiply(isa, onePlus, &b, x)
	if b.Fallback != 0 {
		return generic.Sum1p{Product: generic.SplitProductOf1p(x)}
	}
	if isNear1(&b) && generic.IsTiny1p(x) {
		return tinyOf(isa, x)
	}
	return generic.Sum1p{Product: b.Product()}
}

// isNear1 reports whether the product of a block is so near 1 that all x may be tiny: its
// logarithm is below 2^-20 then.
func isNear1(b *generic.ProductBlock) bool {
	return b.Exp == 0 && b.P < 1+0x1p-19 || b.Exp == -1 && b.P > 2-0x1p-18
}

// tinyOf returns the sum of tiny elements.
func tinyOf(isa ISA, x []float64) generic.Sum1p {
	var lanes generic.SumLanes
	parts, half, rest := stripesOf(len(x))
	for _, p := range parts {
		if p.n > 0 {
			callSumTiny1p(isa, &lanes.S[p.half], &x[p.from], p.n, p.rows)
		}
	}
	if rest > 0 {
		var row [generic.Width]float64
		copy(row[:], x[len(x)-rest:])
		callSumTiny1p(isa, &lanes.S[half], &row[0], 1, 1)
	}
	s, c := lanes.Reduce()
	return generic.Sum1p{Product: generic.One, S: s, C: c}
}
