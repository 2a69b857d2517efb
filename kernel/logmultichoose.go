package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogMultichoose sets dst[j] = ln( Γ(r[j]+y[j]) / (Γ(r[j])·y[j]!) ), the logarithm of the
// coefficient of the negative binomial distribution: of the number of multisets of y elements
// from r kinds where r is a count too. y is meant to be a count, r is any positive number. No
// digits cancel, as they do in the difference of [LogRising] and [LogFactorial].
//
// Max error: for counts y, 0.65 ULP where r is 8 or more, or an integer, or 0.8 ULP where one of
// them is more than 2^48 times the other; 0.6 ULP + 2^-103 absolute for y below 8; 0.75 ULP +
// 2^-57 absolute for other r. A fractional y from 8 on does as well; below 8 it is 0.75 ULP +
// 2^-56 absolute, that part times -ln y where y < 1/e. The absolute parts count beside r = 1.
//
// Special values: NaN or a negative number in either slice gives NaN. Otherwise y = 0 gives +0,
// r = 0 gives -Inf, and an argument of 0x1.8p+1022 or more gives +Inf.
//
// In a thread that flushes subnormal numbers to zero, which Go never sets up, subnormal
// arguments may give other results.
//
// Slices of one element are not repeated: for one argument, fill a slice with it.
//
// dst may be r, y or both. Panics where the slices differ in length or overlap in part, or isa is
// not [Supported].
//
// Method: -ln B(r, y) - ln y by [LogBeta], or a quotient of a product by a factorial; see
// docs/numerics-gamma.md.
func LogMultichoose(isa ISA, dst, r, y []float64) {
	const op = "sumlog/kernel: LogMultichoose"
	checkISA(op, isa)
	check.BinaryNamed(op, "r", "y", dst, r, y)
	raceAccess(dst, r, y)
	if !hasAssembly || isa == Generic {
		generic.LogMultichoose(dst, r, y)
		return
	}
	opLogMultichoose.run(isa, dst, r, y)
}
