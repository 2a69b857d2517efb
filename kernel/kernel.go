package kernel

import (
	"unsafe"

	"sumlog/kernel/avx2"
	"sumlog/kernel/generic"
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
	switch isa {
	case AVX2:
		avx2.Log(dst, x)
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
// Special values: terms = 0 gives 0 (NaN stays NaN); NaN and x < -1 give NaN,
// -1 gives -Inf, +Inf gives +Inf, -0 counts as 0.
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
	switch isa {
	case AVX2:
		avx2.LogAccumulate(dst, x, terms)
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
	switch isa {
	case AVX2:
		avx2.LogAccumulateDirect(dst, x, terms)
	default:
		generic.LogAccumulateDirect(dst, x, terms)
	}
}

// Number is the constraint of the element types: the eight sized integers, the
// two floating-point types, and the types defined on them.
type Number interface{ generic.Number }

// Add sets dst[i] = a[i] + b[i] with the type's own addition: integers wrap
// around, floating-point numbers round to nearest.
//
// dst may be a, b or both. Panics where the slices differ in length, dst overlaps
// a or b in part, or isa is not [Supported].
func Add[T Number](isa ISA, dst, a, b []T) {
	const op = "Add"
	checkISA(op, isa)
	if len(dst) != len(a) {
		panicLengths(op, "a", len(dst), len(a))
	}
	if len(dst) != len(b) {
		panicLengths(op, "b", len(dst), len(b))
	}
	checkOverlap(op, "a", dst, a)
	checkOverlap(op, "b", dst, b)
	switch isa {
	case AVX2:
		addAVX2(dst, a, b)
	default:
		generic.Add(dst, a, b)
	}
}

// addAVX2 tells elements apart by size and kind, which the compiler folds, and not
// by a type switch, which would send named types to the plain loop.
func addAVX2[T Number](dst, a, b []T) {
	switch size := unsafe.Sizeof(T(0)); {
	case size == 8 && isFloat[T]():
		avx2.AddFloat64(as[float64](dst), as[float64](a), as[float64](b))
	case size == 8:
		avx2.AddInt64(as[int64](dst), as[int64](a), as[int64](b))
	case size == 4 && isFloat[T]():
		avx2.AddFloat32(as[float32](dst), as[float32](a), as[float32](b))
	case size == 4:
		avx2.AddInt32(as[int32](dst), as[int32](a), as[int32](b))
	case size == 2:
		avx2.AddInt16(as[int16](dst), as[int16](a), as[int16](b))
	default:
		avx2.AddInt8(as[int8](dst), as[int8](a), as[int8](b))
	}
}

func isFloat[T Number]() bool { return T(1)/T(2) != 0 }

// as views s as a slice of U, a type of the same size and kind.
func as[U, T Number](s []T) []U {
	return unsafe.Slice((*U)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}
