package kernel

import (
	"sumlog/internal/generic"
	"sumlog/kernel/avx2"
	"sumlog/kernel/avx512"
	"sumlog/kernel/neon"
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
	const op = "Log"
	checkISA(op, isa)
	checkUnary(op, dst, x)
	announce(dst, x, nil)
	switch isa {
	case AVX2:
		avx2.Log(dst, x)
	case AVX512:
		avx512.Log(dst, x)
	case NEON:
		neon.Log(dst, x)
	default:
		generic.Log(dst, x)
	}
}

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
	const op = "LogAccumulate"
	checkISA(op, isa)
	checkUnary(op, dst, x)
	checkTerms(op, terms)
	announce(dst, x, nil)
	switch isa {
	case AVX2:
		avx2.LogAccumulate(dst, x, terms)
	case AVX512:
		avx512.LogAccumulate(dst, x, terms)
	case NEON:
		neon.LogAccumulate(dst, x, terms)
	default:
		generic.LogAccumulate(dst, x, terms)
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
	const op = "LogAccumulateDirect"
	checkISA(op, isa)
	checkUnary(op, dst, x)
	checkTerms(op, terms)
	announce(dst, x, nil)
	switch isa {
	case AVX2:
		avx2.LogAccumulateDirect(dst, x, terms)
	case AVX512:
		avx512.LogAccumulateDirect(dst, x, terms)
	case NEON:
		neon.LogAccumulateDirect(dst, x, terms)
	default:
		generic.LogAccumulateDirect(dst, x, terms)
	}
}
