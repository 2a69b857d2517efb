package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// Exp sets dst[j] = e^x[j].
//
// Max error: 0.6 ULP, for every x, subnormal results included. e^0 is 1.
//
// Special values: -Inf gives 0, +Inf gives +Inf, NaN gives NaN; e^x overflows to +Inf for x
// above 709.78 and is rounded to 0 below -745.13.
//
// dst may be x itself. Panics where the slices differ in length or overlap in
// part, or isa is not [Supported].
//
// Method: an eight-entry table of 2^(i/8) and a polynomial of degree 6, without division; see
// docs/numerics.md.
func Exp(isa ISA, dst, x []float64) {
	const op = "sumlog/kernel: Exp"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic {
		generic.Exp(dst, x)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := expGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callExp(isa, &dst[i], &x[i], min(block, whole-i))
	}
	if whole < len(x) {
		var tail [expGroup * maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		callExp(isa, &tail[0], &tail[0], group)
		copy(dst[whole:], tail[:])
	}
}
