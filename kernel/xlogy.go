package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// XLogY sets dst[j] = x[j]·ln y[j], xlogy of SciPy: the terms of entropies and likelihoods.
//
// Max error: 0.65 ULP, for every finite x and positive finite y, subnormal ones and subnormal
// results included. x·ln 1 is +0.
//
// Special values: 0·ln y is +0 for every y but NaN. Otherwise the result is x·ln y by the rules of
// IEEE 754, with the ln y of [Log]: y = 0 gives -Inf for x > 0 and +Inf for x < 0, y < 0 and
// NaN give NaN, an infinite x gives an infinity, or NaN at y = 1.
//
// dst may be x or y or both. Panics where the slices differ in length, dst overlaps x or y in
// part, or isa is not [Supported].
//
// Method: the logarithm as a sum of two numbers, each multiplied by x; see docs/numerics.md.
func XLogY(isa ISA, dst, x, y []float64) {
	const op = "sumlog/kernel: XLogY"
	checkISA(op, isa)
	check.Binary(op, dst, x, y)
	raceAccess(dst, x, y)
	if !hasAssembly || isa == Generic {
		generic.XLogY(dst, x, y)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := xlogyGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callXlogy(isa, &dst[i], &x[i], &y[i], min(block, whole-i))
	}
	if whole < len(x) {
		var a, b [xlogyGroup * maxLanes]float64
		fillGroup(a[:group], x[whole:])
		fillGroup(b[:group], y[whole:])
		callXlogy(isa, &a[0], &a[0], &b[0], group)
		copy(dst[whole:], a[:])
	}
}
