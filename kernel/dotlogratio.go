package kernel

import (
	"math"

	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// DotLogRatio returns Σ w[j]·ln(x[j]/y[j]), with 0·ln = 0: a weighted log-likelihood ratio. No
// quotient is rounded, so that x near y keep their digits.
//
// Max error: 0.6 ULP plus 2^-58·A, A being Σ |w[j]·ln(x[j]/y[j])|; the first part alone where all
// terms have one sign. Where a product is below 1e-290, a unit in the last place of a subnormal
// number comes on top. A must not exceed the largest float64.
//
// Special values: w = 0 gives 0 for all x and y but NaN. Otherwise 0 and +Inf give the infinite
// terms that ln 0 = -Inf and ln +Inf = +Inf have; negative numbers, NaN, 0/0, Inf/Inf and an
// infinite w at x = y give NaN. +Inf beside -Inf gives NaN; else an infinite term gives that
// infinity. No elements give +0.
//
// Panics where the slices differ in length or isa is not [Supported].
//
// Method: the logarithm of a ratio by atanh, with one division; sums as in [DotLog], but for the
// second pass. See docs/numerics.md.
func DotLogRatio(isa ISA, w, x, y []float64) float64 {
	const op = "sumlog/kernel: DotLogRatio"
	checkISA(op, isa)
	check.Inputs(op, "w", "x", len(w), len(x))
	check.Inputs(op, "w", "y", len(w), len(y))
	raceAccess(nil, w, x)
	raceAccess(nil, y, nil)
	return dotLogRatio(isa, w, x, y)
}

// RelativeEntropy returns Σ p[j]·ln(p[j]/q[j]), with 0·ln = 0: the Kullback-Leibler divergence of
// the distribution p from q, in nats.
//
// Max error: 0.6 ULP plus 2^-54·(D + 4.5e-13·Σ |p[j]·ln(p[j]/q[j])|), D being
// Σ p[j]·ln(p[j]/q[j]) - p[j] + q[j]. Where p and q have one sum, D is the result itself, and the
// error a unit in its last place as long as they differ by more than 1e-12 of themselves. The sum
// without signs must not exceed the largest float64.
//
// Special values are those of [DotLogRatio] of p, p and q: p > 0 at q = 0 gives +Inf, p = 0 gives
// 0 for every q but NaN, negative numbers give NaN otherwise.
//
// Panics where the slices differ in length or isa is not [Supported].
func RelativeEntropy(isa ISA, p, q []float64) float64 {
	const op = "sumlog/kernel: RelativeEntropy"
	checkISA(op, isa)
	check.Inputs(op, "p", "q", len(p), len(q))
	raceAccess(nil, p, q)
	return dotLogRatio(isa, p, p, q)
}

func dotLogRatio(isa ISA, w, x, y []float64) float64 {
	var all DotLogSum
	all.addRatio(isa, w, x, y)
	return all.Sum()
}

// AddRatio adds w[j]·ln(x[j]/y[j]) for all elements, taken in blocks of 4096. It panics where the
// slices differ in length or isa is not [Supported].
func (s *DotLogSum) AddRatio(isa ISA, w, x, y []float64) {
	const op = "sumlog/kernel: DotLogSum.AddRatio"
	checkISA(op, isa)
	check.Inputs(op, "w", "x", len(w), len(x))
	check.Inputs(op, "w", "y", len(w), len(y))
	raceAccess(nil, w, x)
	raceAccess(nil, y, nil)
	s.addRatio(isa, w, x, y)
}

func (s *DotLogSum) addRatio(isa ISA, w, x, y []float64) {
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		block := ratioOf(isa, w[:n], x[:n], y[:n])
		s.s.Merge(&block)
		w, x, y = w[n:], x[n:], y[n:]
	}
}

// ratioOf returns the sum over at most generic.Block elements, which takes some microseconds:
// assembly is not preempted.
func ratioOf(isa ISA, w, x, y []float64) generic.DotSum {
	if !hasAssembly || isa == Generic {
		return generic.RatioOf(w, x, y)
	}
	var l generic.DotLanes
	parts, half, rest := stripesOf(len(x))
	for _, p := range parts {
		if p.n > 0 {
			callDotLogRatio(isa, &l.S[p.half], &w[p.from], &x[p.from], &y[p.from], p.n, p.rows, &l.Fallback)
		}
	}
	if rest > 0 {
		var a, b, c [generic.Width]float64 // 0·ln(0/0) changes no lane
		copy(a[:], w[len(w)-rest:])
		copy(b[:], x[len(x)-rest:])
		copy(c[:], y[len(y)-rest:])
		callDotLogRatio(isa, &l.S[half], &a[0], &b[0], &c[0], 1, 1, &l.Fallback)
	}
	if all := l.Reduce(); l.Fallback == 0 && all.A <= math.MaxFloat64 {
		return all
	}
	return generic.RatioOf(w, x, y)
}
