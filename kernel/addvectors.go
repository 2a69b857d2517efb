package kernel

import (
	"unsafe"

	"sumlog/kernel/avx2"
	"sumlog/kernel/avx512"
	"sumlog/kernel/neon"
)

// addVector adds by an instruction set other than Generic. Streaming saves nothing
// where dst is read as well. Elements are told apart by size and kind, which the
// compiler folds, and not by a type switch, which would send named types to the plain
// loop.
func addVector[T Number](isa ISA, dst, a, b []T, stream bool) {
	stream = stream && &dst[0] != &a[0] && &dst[0] != &b[0]
	switch size := unsafe.Sizeof(T(0)); {
	case size == 8 && isFloat[T]():
		addFloat64(isa, as[float64](dst), as[float64](a), as[float64](b), stream)
	case size == 8:
		addInt64(isa, as[int64](dst), as[int64](a), as[int64](b), stream)
	case size == 4 && isFloat[T]():
		addFloat32(isa, as[float32](dst), as[float32](a), as[float32](b), stream)
	case size == 4:
		addInt32(isa, as[int32](dst), as[int32](a), as[int32](b), stream)
	case size == 2:
		addInt16(isa, as[int16](dst), as[int16](a), as[int16](b), stream)
	default:
		addInt8(isa, as[int8](dst), as[int8](a), as[int8](b), stream)
	}
}

func isFloat[T Number]() bool { return T(1)/T(2) != 0 }

// as views s as a slice of U, a type of the same size and kind.
func as[U, T Number](s []T) []U {
	return unsafe.Slice((*U)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

func addFloat64(isa ISA, dst, a, b []float64, stream bool) {
	switch isa {
	case AVX2:
		avx2.AddFloat64(dst, a, b, stream)
	case AVX512:
		avx512.AddFloat64(dst, a, b, stream)
	case NEON:
		neon.AddFloat64(dst, a, b, stream)
	}
}

func addInt64(isa ISA, dst, a, b []int64, stream bool) {
	switch isa {
	case AVX2:
		avx2.AddInt64(dst, a, b, stream)
	case AVX512:
		avx512.AddInt64(dst, a, b, stream)
	case NEON:
		neon.AddInt64(dst, a, b, stream)
	}
}

func addFloat32(isa ISA, dst, a, b []float32, stream bool) {
	switch isa {
	case AVX2:
		avx2.AddFloat32(dst, a, b, stream)
	case AVX512:
		avx512.AddFloat32(dst, a, b, stream)
	case NEON:
		neon.AddFloat32(dst, a, b, stream)
	}
}

func addInt32(isa ISA, dst, a, b []int32, stream bool) {
	switch isa {
	case AVX2:
		avx2.AddInt32(dst, a, b, stream)
	case AVX512:
		avx512.AddInt32(dst, a, b, stream)
	case NEON:
		neon.AddInt32(dst, a, b, stream)
	}
}

func addInt16(isa ISA, dst, a, b []int16, stream bool) {
	switch isa {
	case AVX2:
		avx2.AddInt16(dst, a, b, stream)
	case AVX512:
		avx512.AddInt16(dst, a, b, stream)
	case NEON:
		neon.AddInt16(dst, a, b, stream)
	}
}

func addInt8(isa ISA, dst, a, b []int8, stream bool) {
	switch isa {
	case AVX2:
		avx2.AddInt8(dst, a, b, stream)
	case AVX512:
		avx512.AddInt8(dst, a, b, stream)
	case NEON:
		neon.AddInt8(dst, a, b, stream)
	}
}
