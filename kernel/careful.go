package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// CarefulSum is Σ w·ln x by the second pass of [DotLog], for elements that arrive in parts, and
// whose [DotLogSum] has said that their terms cancel. It begins with [DotLogSum.Careful]. Sums of
// parts may be computed apart and merged. Each x must be finite and positive where w is not 0.
//
// Error bound and bits are those of DotLog over w and x, the bits under the conditions that
// DotLogSum states.
type CarefulSum struct {
	s     generic.CarefulSum
	isa   ISA
	scale float64 // of the weights
}

// Careful returns the sum of no elements, for a second pass by isa over those of s. It panics where
// isa is not [Supported].
func (s *DotLogSum) Careful(isa ISA) CarefulSum {
	checkISA("sumlog/kernel: DotLogSum.Careful", isa)
	return CarefulSum{isa: isa, scale: generic.DotScale(s.s.A)}
}

// Add adds w[j]·ln x[j] for all elements, taken in blocks of 4096. It panics where the slices
// differ in length.
func (s *CarefulSum) Add(w, x []float64) {
	check.Inputs("sumlog/kernel: CarefulSum.Add", "w", "x", len(w), len(x))
	raceAccess(nil, w, x)
	s.add(w, x)
}

func (s *CarefulSum) add(w, x []float64) {
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		s.s = s.s.Plus(carefulDotOf(s.isa, w[:n], x[:n], s.scale))
		w, x = w[n:], x[n:]
	}
}

// Merge adds t, whose elements come after those of s. Both have begun with the same sum.
func (s *CarefulSum) Merge(t CarefulSum) { s.s = s.s.Plus(t.s) }

// Sum returns the sum.
func (s CarefulSum) Sum() float64 { return s.s.Sum(s.scale) }

// carefulDotOf returns the sum over at most generic.Block elements, which takes some microseconds:
// assembly is not preempted.
func carefulDotOf(isa ISA, w, x []float64, scale float64) generic.CarefulSum {
	if !hasAssembly || isa == Generic || scale != 1 {
		return generic.CarefulDotOf(w, x, scale)
	}
	var l generic.CarefulLanes
	parts, half, rest := stripesOf(len(x))
	for _, p := range parts {
		if p.n > 0 {
			callCarefulDot(isa, &l.S[p.half], &w[p.from], &x[p.from], p.n, p.rows, &l.Fallback)
		}
	}
	if rest > 0 {
		var a, b [generic.Width]float64 // 0·ln 0 changes no lane
		copy(a[:], w[len(w)-rest:])
		copy(b[:], x[len(x)-rest:])
		callCarefulDot(isa, &l.S[half], &a[0], &b[0], 1, 1, &l.Fallback)
	}
	if l.Fallback == 0 {
		return l.Reduce()
	}
	return generic.CarefulDotOf(w, x, scale)
}
