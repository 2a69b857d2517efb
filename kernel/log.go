package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// Log sets dst[j] = ln x[j].
//
// Max error: 0.6 ULP, for every positive x, subnormals included. ln 1 is 0.
//
// Special values: 0 and -0 give -Inf, x < 0 and NaN give NaN, +Inf gives +Inf.
//
// dst may be x itself. Panics where the slices differ in length or overlap in
// part, or isa is not [Supported].
//
// Method: an eight-entry table and a polynomial of degree 9, without division; see
// docs/numerics.md.
func Log(isa ISA, dst, x []float64) {
	const op = "sumlog/kernel: Log"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic {
		generic.Log(dst, x)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := logGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callLog(isa, &dst[i], &x[i], min(block, whole-i))
	}
	if whole < len(x) {
		var tail [logGroup * maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		callLog(isa, &tail[0], &tail[0], group)
		copy(dst[whole:], tail[:])
	}
}

// wholeGroups returns how many of n elements the assembly takes from the slice itself: all
// of them where it masks the last ones, and otherwise whole groups. A group is a power of
// two.
func wholeGroups(isa ISA, n, group int) int {
	if isMasked(isa) {
		return n
	}
	return n &^ (group - 1)
}

// fillGroup copies the last elements of a slice to a group, and fills the group up with
// one of them, which adds no path to those that they take.
func fillGroup(group, rest []float64) {
	for j := copy(group, rest); j < len(group); j++ {
		group[j] = rest[0]
	}
}
