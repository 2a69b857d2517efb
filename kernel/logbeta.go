package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogBeta sets dst[j] = ln B(a[j], b[j]) = ln Γ(a) + ln Γ(b) - ln Γ(a+b), the logarithm of the beta
// function (lbeta, betaln). a+b is not rounded, and no digits cancel. The result does not depend on
// the order of a and b.
//
// Max error: 0.6 ULP where a and b are 8 or more, or 0.8 ULP where one of them is more than 2^48
// times the other; where one of them is below 8, 0.75 ULP + 2^-57 absolute, which counts beside
// B = 1, where the result is below 0.12.
//
// Special values: NaN or a negative number in either slice gives NaN. Otherwise 0 gives +Inf, or
// NaN beside +Inf, and +Inf gives -Inf. So does an argument of 0x1.8p+1022 or more.
//
// In a thread that flushes subnormal numbers to zero, which Go never sets up, subnormal
// arguments may give other results.
//
// Slices of one element are not repeated: for one argument, fill a slice with it.
//
// dst may be a, b or both. Panics where the slices differ in length or overlap in part, or isa is
// not [Supported].
//
// Method: three terms of Stirling's formula taken together on paper, or ln Γ of the smaller less
// [LogRising]; see docs/numerics-gamma.md.
func LogBeta(isa ISA, dst, a, b []float64) {
	const op = "sumlog/kernel: LogBeta"
	checkISA(op, isa)
	check.BinaryNamed(op, "a", "b", dst, a, b)
	raceAccess(dst, a, b)
	if !hasAssembly || isa == Generic {
		generic.LogBeta(dst, a, b)
		return
	}
	opLogBeta.run(isa, dst, a, b)
}
