package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// Log1p sets dst[j] = ln(1 + x[j]), log1p of C and of NumPy: 1+x is not rounded, so that tiny x
// keep their digits.
//
// Max error: 0.6 ULP, for every x > -1. Tiny x, and 0 and -0, are their own result.
//
// Special values: -1 gives -Inf, x < -1 and NaN give NaN, +Inf gives +Inf.
//
// dst may be x itself. Panics where the slices differ in length or overlap in
// part, or isa is not [Supported].
//
// Method: the table and the polynomial of [Log], with the rounding error of 1+x brought into
// the polynomial's argument; see docs/numerics.md.
func Log1p(isa ISA, dst, x []float64) {
	const op = "sumlog/kernel: Log1p"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic {
		generic.Log1p(dst, x)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := log1pGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callLog1p(isa, &dst[i], &x[i], min(block, whole-i))
	}
	if whole < len(x) {
		var tail [log1pGroup * maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		callLog1p(isa, &tail[0], &tail[0], group)
		copy(dst[whole:], tail[:])
	}
}
