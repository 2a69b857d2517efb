package kernel

import (
	"unsafe"

	"sumlog/internal/check"
)

// Widen sets dst[i] = float64(x[i]): a block of float32 numbers or of counts, for an operation
// that takes float64. Blocks of some thousand elements stay in the first cache until they are used.
//
// The conversion is exact, except of int64 and uint64 beyond 2^53, which are rounded to nearest.
//
// Where x is float64, dst may be x itself. Panics where the slices differ in length, dst overlaps
// x otherwise, or isa is not [Supported].
func Widen[T Number](isa ISA, dst []float64, x []T) {
	const op = "sumlog/kernel: Widen"
	checkISA(op, isa)
	check.Lengths(op, "x", len(dst), len(x))
	if same, ok := asFloat64s(x); ok {
		check.Overlap(op, "x", dst, same)
		raceAccess(dst, same, nil)
		copy(dst, same)
		return
	}
	check.Disjoint(op, "x", dst, x)
	raceAccess(nil, x, nil)
	raceAccess(dst, nil, nil)
	widen(isa, dst, x)
}

// asFloat64s returns x itself where its elements are float64 or a type defined on it.
func asFloat64s[T Number](x []T) ([]float64, bool) {
	if unsafe.Sizeof(T(0)) != 8 || !isFloat[T]() {
		return nil, false
	}
	return unsafe.Slice(float64s(unsafe.SliceData(x)), len(x)), true
}

// widen is Widen of checked arguments.
func widen[T Number](isa ISA, dst []float64, x []T) {
	const block = 1 << 14
	group := widenGroup * lanesOf(isa)
	if !hasAssembly || isa == Generic || unsafe.Sizeof(T(0)) < 4 || len(x) < group {
		for i, v := range x {
			dst[i] = float64(v)
		}
		return
	}
	for i := 0; i < len(x)&^(group-1); i += block {
		widenGroupsOf(isa, &dst[i], &x[i], min(block, (len(x)-i)&^(group-1)))
	}
	if rest := len(x) - group; rest&(group-1) != 0 { // the last group, some of it once more
		widenGroupsOf(isa, &dst[rest], &x[rest], group)
	}
}

// widenGroup is how many vectors each of the kernels takes at a time.
const widenGroup = widenFloat32Group

// widenGroupsOf calls the assembly for the elements' type.
func widenGroupsOf[T Number](isa ISA, dst *float64, first *T, n int) {
	x := float64s(first)
	isSigned := T(0)-T(1) < T(0)
	switch size := unsafe.Sizeof(*first); {
	case isFloat[T]():
		callWidenFloat32(isa, dst, x, n)
	case size == 4 && isSigned:
		callWidenInt32(isa, dst, x, n)
	case size == 4:
		callWidenUint32(isa, dst, x, n)
	case isSigned:
		callWidenInt64(isa, dst, x, n)
	default:
		callWidenUint64(isa, dst, x, n)
	}
}
