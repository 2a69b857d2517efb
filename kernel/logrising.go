package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogRising sets dst[j] = ln Γ(x[j]+n[j]) - ln Γ(x[j]), the logarithm of the rising factorial
// x(x+1)…(x+n-1) (the Pochhammer symbol), with a count n of its own for every element. n may be
// any real number that is not negative. x+n is not rounded, and no digits cancel.
//
// Max error: 0.6 ULP, except in these cases:
//
//   - x < 8 and an integer n <= 8: 0.6 ULP + 2^-100 absolute;
//   - x < 1/1024 and 8 < n <= 2^53: 0.6 ULP + 2^-53 absolute;
//   - 2 <= x < 8 and a fractional n < 8: 0.7 ULP;
//   - x < 2 and a fractional n < 8: 0.75 ULP + 2^-55 absolute, that part times n where n < 1;
//   - a result below 4e-307: 0.75 ULP + 2^-1074 absolute.
//
// The absolute parts count beside the zeros of the function, where the result is below 0.5.
//
// Special values: NaN or a negative number in either slice gives NaN. Otherwise n = 0 gives +0 for
// every x, x = 0 gives -Inf, +Inf in either slice gives +Inf. So do an x of 0x1.8p+1022 or more,
// and an n·ln(x+n) that overflows, which is up to 0.15 % before the result does.
//
// In a thread that flushes subnormal numbers to zero, which Go never sets up, subnormal
// arguments may give other results.
//
// Slices of one element are not repeated: for one x or one n, fill a slice with it. For one integer
// n and x >= 1/2, where x-1 is exact or x is huge, [LogAccumulate] of x-1 takes less time.
//
// dst may be x, n or both. Panics where the slices differ in length or overlap in part, or isa is
// not [Supported].
//
// Method: as [LogAccumulate], for real n and with more errors kept; below x = 8 the first
// 8 factors are multiplied out; see docs/numerics-gamma.md.
func LogRising(isa ISA, dst, x, n []float64) {
	const op = "sumlog/kernel: LogRising"
	checkISA(op, isa)
	check.BinaryNamed(op, "x", "n", dst, x, n)
	raceAccess(dst, x, n)
	if !hasAssembly || isa == Generic {
		generic.LogRising(dst, x, n)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 2048
	group := lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callLogRising(isa, &dst[i], &x[i], &n[i], min(block, whole-i))
	}
	if whole < len(x) {
		var tail, counts [maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		fillGroup(counts[:group], n[whole:])
		callLogRising(isa, &tail[0], &tail[0], &counts[0], group)
		copy(dst[whole:], tail[:])
	}
}
