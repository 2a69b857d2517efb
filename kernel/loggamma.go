package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogGamma sets dst[j] = ln Γ(x[j]), the logarithm of the gamma function (lgamma, gammaln), for
// positive x.
//
// Max error: 0.7 ULP, for every positive x, subnormals included. ln Γ(1) and ln Γ(2) are 0, and
// beside them every digit counts.
//
// Special values: 0 and -0 give +Inf, x < 0 and NaN give NaN, +Inf gives +Inf, and so does an
// x from 0x1.754d9278b51a8p+1014 on, where the result overflows.
//
// For a difference of two values, [LogRising] and its kin lose no digits.
//
// dst may be x itself. Panics where the slices differ in length or overlap in
// part, or isa is not [Supported].
//
// Method: minimax polynomials of ln Γ divided by its zero, eight of them up to 9, Stirling's series
// beyond, and ln Γ(1+x) - ln x below 9/16; see docs/numerics.md.
func LogGamma(isa ISA, dst, x []float64) {
	const op = "sumlog/kernel: LogGamma"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic {
		generic.LogGamma(dst, x)
		return
	}
	opLogGamma.run(isa, dst, x, nil)
}

// LogFactorial sets dst[j] = ln(x[j]!) = ln Γ(1+x[j]), for any real x > -1. 1+x is not rounded:
// next to 0 and -1 the result has all its digits.
//
// Max error: 0.7 ULP, subnormal results included; of counts to a million, 0.5001 is the largest.
// ln 0! and ln 1! are 0.
//
// Special values: -1 gives +Inf, x < -1 and NaN give NaN, +Inf gives +Inf, and so does an x from
// 0x1.754d9278b51a8p+1014 on, where the result overflows.
//
// dst may be x itself. Panics where the slices differ in length or overlap in
// part, or isa is not [Supported].
//
// Method: as [LogGamma]; see docs/numerics.md.
func LogFactorial(isa ISA, dst, x []float64) {
	const op = "sumlog/kernel: LogFactorial"
	checkISA(op, isa)
	check.Unary(op, dst, x)
	raceAccess(dst, x, nil)
	if !hasAssembly || isa == Generic {
		generic.LogFactorial(dst, x)
		return
	}
	opLogFactorial.run(isa, dst, x, nil)
}
