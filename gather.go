package sumlog

import (
	"unsafe"

	"sumlog/shared"
)

// strided is a sequence of numbers at equal distances in memory: a column of an array.
type strided struct {
	first  unsafe.Pointer // *float64; nil where there are none
	stride int            // in elements
}

// columnOf returns column c of a, which is in range.
func columnOf(a *shared.Array[float64], c int) strided {
	column := a.Col(c)
	if column.Len() == 0 {
		return strided{}
	}
	if s, ok := column.Slice(); ok {
		return strided{unsafe.Pointer(unsafe.SliceData(s)), 1}
	}
	// Rows are contiguous.
	return strided{unsafe.Pointer(unsafe.SliceData(a.Data()[c:])), column.Stride()}
}

func (s strided) at(i int) *float64 {
	return (*float64)(unsafe.Add(s.first, uintptr(i)*uintptr(s.stride)*8))
}

// from returns the numbers from index i on.
func (s strided) from(i int) strided { return strided{unsafe.Pointer(s.at(i)), s.stride} }

// gather copies the first len(dst) numbers of s.
func gather(dst []float64, s strided) {
	for i := range dst {
		dst[i] = *s.at(i)
	}
}

// scatter copies src to the first len(src) numbers of s.
func scatter(s strided, src []float64) {
	for i, v := range src {
		*s.at(i) = v
	}
}

// scratch holds blocks of strided numbers, made contiguous.
type scratch struct{ in, out [scratchSize]float64 }

// scratchSize is a block of [kernel.SumLog], and 32 KiB: the size of an L1 cache.
const scratchSize = sumBlock

var scratches tasks[scratch]
