package sumlog

import (
	"unsafe"

	"sumlog/kernel"
)

// numbers is a slice of numbers of any type, so that one task serves all types.
type numbers struct {
	first unsafe.Pointer
	n     int
	kind  numberKind
}

type numberKind uint8

const (
	float64Kind numberKind = iota
	float32Kind
	int64Kind
	int32Kind
	int16Kind
	int8Kind
	uint64Kind
	uint32Kind
	uint16Kind
	uint8Kind
)

func numbersOf[T kernel.Number](x []T) numbers {
	return numbers{unsafe.Pointer(unsafe.SliceData(x)), len(x), kindOf[T]()}
}

// kindOf tells types apart by size and kind of arithmetic, which are those of the types defined
// over them too.
func kindOf[T kernel.Number]() numberKind {
	bySize := func(of8, of4, of2, of1 numberKind) numberKind {
		switch unsafe.Sizeof(T(0)) {
		case 8:
			return of8
		case 4:
			return of4
		case 2:
			return of2
		}
		return of1
	}
	switch {
	case isFloat[T]():
		return bySize(float64Kind, float32Kind, 0, 0)
	case T(0)-T(1) < T(0):
		return bySize(int64Kind, int32Kind, int16Kind, int8Kind)
	}
	return bySize(uint64Kind, uint32Kind, uint16Kind, uint8Kind)
}

// size returns the bytes of a number.
func (k numberKind) size() int {
	switch k {
	case float64Kind, int64Kind, uint64Kind:
		return 8
	case float32Kind, int32Kind, uint32Kind:
		return 4
	case int16Kind, uint16Kind:
		return 2
	}
	return 1
}

// slice returns the numbers from index lo to hi-1.
func (x numbers) slice(lo, hi int) numbers {
	if lo == hi {
		return numbers{kind: x.kind}
	}
	return numbers{unsafe.Add(x.first, lo*x.kind.size()), hi - lo, x.kind}
}

// float64s returns the numbers as float64: themselves, or converted in space.
func (x numbers) float64s(isa kernel.ISA, space []float64) []float64 {
	if x.kind == float64Kind {
		return slice[float64](x)
	}
	space = space[:x.n]
	switch x.kind {
	case float32Kind:
		kernel.Widen(isa, space, slice[float32](x))
	case int64Kind:
		kernel.Widen(isa, space, slice[int64](x))
	case int32Kind:
		kernel.Widen(isa, space, slice[int32](x))
	case int16Kind:
		kernel.Widen(isa, space, slice[int16](x))
	case int8Kind:
		kernel.Widen(isa, space, slice[int8](x))
	case uint64Kind:
		kernel.Widen(isa, space, slice[uint64](x))
	case uint32Kind:
		kernel.Widen(isa, space, slice[uint32](x))
	case uint16Kind:
		kernel.Widen(isa, space, slice[uint16](x))
	default:
		kernel.Widen(isa, space, slice[uint8](x))
	}
	return space
}

func slice[T kernel.Number](x numbers) []T { return unsafe.Slice((*T)(x.first), x.n) }
