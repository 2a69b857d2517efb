package kernel

import (
	"unsafe"

	"sumlog/kernel/avx2"
	"sumlog/kernel/generic"
)

// Number is the constraint of the element types: the eight sized integers, the
// two floating-point types, and the types defined on them.
type Number interface{ generic.Number }

// Add sets dst[i] = a[i] + b[i] with the type's own addition: integers wrap
// around, floating-point numbers round to nearest.
//
// Where the three slices together exceed [CacheSize], it is [AddStreaming].
//
// dst may be a, b or both. Panics where the slices differ in length, dst overlaps
// a or b in part, or isa is not [Supported].
func Add[T Number](isa ISA, dst, a, b []T) {
	const op = "Add"
	checkISA(op, isa)
	checkBinary(op, dst, a, b)
	size := 3 * int(unsafe.Sizeof(T(0)))
	add(isa, dst, a, b, len(dst) > leastLarge/size && len(dst) > CacheSize()/size)
}

// AddStreaming is [Add] for slices of which little will be in a cache when it is
// next used: it writes the sums past the caches, so that the lines of dst need not
// be read first, a quarter of the traffic. For slices that do fit a cache
// it is the slower of the two. Where dst is a or b there is nothing to save, and
// it is Add.
//
// The sums are visible to other goroutines by the rules of any other write. Panics
// as Add does.
func AddStreaming[T Number](isa ISA, dst, a, b []T) {
	const op = "AddStreaming"
	checkISA(op, isa)
	checkBinary(op, dst, a, b)
	add(isa, dst, a, b, true)
}

func checkBinary[T Number](op string, dst, a, b []T) {
	if len(dst) != len(a) {
		panicLengths(op, "a", len(dst), len(a))
	}
	if len(dst) != len(b) {
		panicLengths(op, "b", len(dst), len(b))
	}
	checkOverlap(op, "a", dst, a)
	checkOverlap(op, "b", dst, b)
}

// smallAdd is up to how many elements the plain loop is done before a call of the
// assembly would be.
const smallAdd = 10

func add[T Number](isa ISA, dst, a, b []T, stream bool) {
	switch {
	case isa == AVX2 && len(dst) > smallAdd:
		addAVX2(dst, a, b, stream && &dst[0] != &a[0] && &dst[0] != &b[0])
	default:
		generic.Add(dst, a, b)
	}
}

// addAVX2 tells elements apart by size and kind, which the compiler folds, and not
// by a type switch, which would send named types to the plain loop.
func addAVX2[T Number](dst, a, b []T, stream bool) {
	switch size := unsafe.Sizeof(T(0)); {
	case size == 8 && isFloat[T]():
		avx2.AddFloat64(as[float64](dst), as[float64](a), as[float64](b), stream)
	case size == 8:
		avx2.AddInt64(as[int64](dst), as[int64](a), as[int64](b), stream)
	case size == 4 && isFloat[T]():
		avx2.AddFloat32(as[float32](dst), as[float32](a), as[float32](b), stream)
	case size == 4:
		avx2.AddInt32(as[int32](dst), as[int32](a), as[int32](b), stream)
	case size == 2:
		avx2.AddInt16(as[int16](dst), as[int16](a), as[int16](b), stream)
	default:
		avx2.AddInt8(as[int8](dst), as[int8](a), as[int8](b), stream)
	}
}

func isFloat[T Number]() bool { return T(1)/T(2) != 0 }

// as views s as a slice of U, a type of the same size and kind.
func as[U, T Number](s []T) []U {
	return unsafe.Slice((*U)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}
