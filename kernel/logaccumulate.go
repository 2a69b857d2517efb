package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogAccumulate sets dst[j] = Σ_{i<terms} ln(1+i+x[j]), the logarithm of a rising
// factorial, ln Γ(x+terms+1) - ln Γ(x+1), in constant time: a few nanoseconds an
// element whatever terms is. With x = 0 it is ln(terms!), with terms = 1 it is
// log1p(x).
//
// Max error: 1 ULP of the exact sum for x >= 0; for -1 < x < 0, 1 ULP + 2^-53
// absolute. A number of terms above 2^53 is rounded to 53 bits: 2 ULP there.
//
// Special values: terms = 0 gives +0 for every x but NaN. Otherwise NaN and x < -1
// give NaN, -1 gives -Inf, +Inf gives +Inf, -0 counts as 0.
//
// In a thread that flushes subnormal numbers to zero, which Go never sets up, one
// term and a subnormal x may give 0.
//
// dst may be x itself. Panics where the slices differ in length or overlap in
// part, terms is negative, or isa is not [Supported].
//
// Method: Stirling's series for both ends, arranged so that nothing cancels,
// after at most 16 factors have been multiplied out where x < 15; see
// docs/numerics.md.
func LogAccumulate(isa ISA, dst, x []float64, terms int) {
	const op = "sumlog/kernel: LogAccumulate"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	check.Terms(op, terms)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic || terms == 0 {
		generic.LogAccumulate(dst, x, terms)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 4096
	c := generic.NewClosedForm(terms)
	group := logAccumulateGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callLogAccumulate(isa, &dst[i], &x[i], min(block, whole-i), &c.N)
	}
	if whole < len(x) {
		var tail [logAccumulateGroup * maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		callLogAccumulate(isa, &tail[0], &tail[0], group, &c.N)
		copy(dst[whole:], tail[:])
	}
}

// LogAccumulateDirect sets dst[j] = Σ_{i<terms} ln(1+i+x[j]) by one logarithm a
// term: the literal loop. It takes time in proportion to terms. Prefer
// [LogAccumulate], which it exists to check and to be compared with.
//
// Max error: 1 ULP of the exact sum of the logarithms of the terms as float64
// rounds them, float64(1+i)+x; for -1 < x < 0, 1 ULP + 2^-53 absolute. terms is
// meant to stay below 2^53.
//
// Special values, aliasing and panics are those of [LogAccumulate].
//
// Method: an eight-entry table and a polynomial of degree 9 for each logarithm,
// their leading bits summed exactly; see docs/numerics.md.
func LogAccumulateDirect(isa ISA, dst, x []float64, terms int) {
	const op = "sumlog/kernel: LogAccumulateDirect"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	check.Terms(op, terms)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic {
		generic.LogAccumulateDirect(dst, x, terms)
		return
	}
	// Assembly is not preempted: a chunk of terms for a block takes less than 50 µs.
	const block = 64
	var v, hi, lo [block]float64
	group := logAccumulateDirectGroup * lanesOf(isa)
	for len(x) > 0 {
		n := copy(v[:], x)
		whole := (n + group - 1) &^ (group - 1)
		clear(v[n:whole])
		clear(hi[:whole])
		clear(lo[:whole])
		for first := 0; first < terms; first += generic.DirectChunk {
			c := generic.DirectTerms{
				First: float64(1 + first),
				Count: int64(min(generic.DirectChunk, terms-first)),
			}
			callLogAccumulateDirect(isa, &hi[0], &lo[0], &v[0], whole, &c.First)
		}
		for j := range n {
			s := generic.DirectSum{Hi: hi[j], Lo: lo[j]}
			dst[j] = s.Result(x[j], terms)
		}
		dst, x = dst[n:], x[n:]
	}
}
