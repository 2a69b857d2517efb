package kernel

import (
	"math"

	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// DotLog returns Σ w[j]·ln x[j], with 0·ln 0 = 0: a weighted log-likelihood, and for probabilities
// w the cross-entropy with its sign changed.
//
// Max error: 0.6 ULP where all terms have one sign; otherwise 1 ULP plus 2^-95·A, A being
// Σ |w[j]·ln x[j]|. Where a product is below 1e-290, a unit in the last place of a subnormal
// number comes on top.
//
// Special values are those of [XLogY] for each term: w = 0 gives 0 for every x but NaN. A NaN
// term, or +Inf beside -Inf, gives NaN; else an infinite term gives that infinity. No elements
// give +0.
//
// Panics where the slices differ in length or isa is not [Supported].
//
// Method: products of w and a logarithm of 70 bits, added with their errors over 32 lanes and
// blocks of 4096 elements, whatever the instruction set: the same bits everywhere. Where the
// terms cancel, so that |DotLog| is less than about A/5, they are added again, with logarithms of
// 102 bits, which takes twice as long as the first time. See docs/numerics.md.
func DotLog(isa ISA, w, x []float64) float64 {
	const op = "sumlog/kernel: DotLog"
	checkISA(op, isa)
	check.Inputs(op, "w", "x", len(w), len(x))
	raceAccess(nil, w, x)
	return dotLog(isa, w, x)
}

// DotLogRows sets dst[r] = Σ w[r·cols+c]·ln x[r·cols+c], c from 0 to cols-1: w and x hold the rows
// of matrices one after the other. Each has the bits that [DotLog] of it has, and its error bound
// and special values.
//
// Panics where w and x differ in length, len(x) is not len(dst)·cols, cols is less than 1, dst
// overlaps w or x (unless cols is 1 and they are the same), or isa is not [Supported].
func DotLogRows(isa ISA, dst, w, x []float64, cols int) {
	const op = "sumlog/kernel: DotLogRows"
	checkISA(op, isa)
	check.TwoRows(op, dst, w, x, cols)
	raceAccess(dst, w, x)
	if takesRows(isa, len(dst), cols) {
		dotLogOfRows(isa, dst, w, x, cols)
		return
	}
	for r := range dst {
		dst[r] = dotLog(isa, w[r*cols:(r+1)*cols], x[r*cols:(r+1)*cols])
	}
}

// Entropy returns -Σ p[j]·ln p[j], with 0·ln 0 = 0: the entropy of a distribution in nats.
//
// Max error: 0.6 ULP where no element exceeds 1; otherwise 1 ULP plus 2^-95·Σ |p[j]·ln p[j]|.
//
// Special values: a negative element or a NaN gives NaN (entr of SciPy gives -Inf for the
// former), +Inf gives -Inf. No elements give +0.
//
// Panics where isa is not [Supported].
//
// Method: [DotLog] of p and p.
func Entropy(isa ISA, p []float64) float64 {
	checkISA("sumlog/kernel: Entropy", isa)
	raceAccess(nil, p, nil)
	return 0 - dotLog(isa, p, p)
}

func dotLog(isa ISA, w, x []float64) float64 {
	all := dotOf(isa, w[:min(len(x), generic.Block)], x[:min(len(x), generic.Block)])
	for i := generic.Block; i < len(x); i += generic.Block {
		end := min(len(x), i+generic.Block)
		block := dotOf(isa, w[i:end], x[i:end])
		all.Merge(&block)
	}
	if !all.Cancels() {
		return all.Sum()
	}
	again := CarefulSum{isa: isa, scale: generic.DotScale(all.A)}
	again.add(w, x)
	return again.Sum()
}

// DotLogSum is Σ w·ln x of elements that arrive in parts. Its zero value is the sum of nothing.
// Sums of parts may be computed apart, stored, sent and merged.
//
// Max error: 0.6 ULP plus 2^-56 of Magnitude, which must not exceed the largest float64. Unlike
// [DotLog], it does not go over terms that cancel a second time: [CarefulSum] does.
//
// Its bits are those of DotLog over w and x, where that needs no second pass and they are added
// in parts, from left to right, each but the last a multiple of 4096 elements; or where sums of
// 4096 elements each are merged one by one, from left to right.
type DotLogSum struct{ s generic.DotSum }

// Add adds w[j]·ln x[j] for all elements, taken in blocks of 4096. It panics where the slices
// differ in length or isa is not [Supported].
func (s *DotLogSum) Add(isa ISA, w, x []float64) {
	const op = "sumlog/kernel: DotLogSum.Add"
	checkISA(op, isa)
	check.Inputs(op, "w", "x", len(w), len(x))
	raceAccess(nil, w, x)
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		block := dotOf(isa, w[:n], x[:n])
		s.s.Merge(&block)
		w, x = w[n:], x[n:]
	}
}

// AddTerm adds w·ln x. It is Add of one element, in a tenth of the time.
func (s *DotLogSum) AddTerm(w, x float64) { s.s.AddTerm(w, x) }

// Merge adds t, whose elements come after those of s.
func (s *DotLogSum) Merge(t DotLogSum) { s.s.Merge(&t.s) }

// Sum returns the sum.
func (s DotLogSum) Sum() float64 { return s.s.Sum() }

// Magnitude returns Σ |w·ln x|, to 13 digits: 2^-56 of it bounds the error that the logarithms
// bring to Sum.
func (s DotLogSum) Magnitude() float64 { return s.s.A }

// Cancels reports whether the terms cancel so far that 2^-56.6 of Magnitude exceeds 0.45 of a unit
// in the last place of Sum, or exceed the largest float64. It is where [DotLog] goes over the
// terms a second time, as [CarefulSum] does.
func (s DotLogSum) Cancels() bool { return s.s.Cancels() }

// dotOf returns the sum over at most generic.Block elements, which takes a few microseconds:
// assembly is not preempted.
func dotOf(isa ISA, w, x []float64) generic.DotSum {
	if !hasAssembly || isa == Generic {
		return generic.DotOf(w, x)
	}
	var l generic.DotLanes
	parts, half, rest := stripesOf(len(x))
	for _, p := range parts {
		if p.n > 0 {
			callDotLog(isa, &l.S[p.half], &w[p.from], &x[p.from], p.n, p.rows, &l.Fallback)
		}
	}
	if rest > 0 {
		var a, b [generic.Width]float64 // 0·ln 0 changes no lane
		copy(a[:], w[len(w)-rest:])
		copy(b[:], x[len(x)-rest:])
		callDotLog(isa, &l.S[half], &a[0], &b[0], 1, 1, &l.Fallback)
	}
	if all := l.Reduce(); l.Fallback == 0 && all.A <= math.MaxFloat64 {
		return all
	}
	return generic.DotOf(w, x)
}
