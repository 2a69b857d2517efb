// Package arrowtest makes random arrays for tests, and reads arrays one element at a time.
package arrowtest

import (
	"math"
	"math/rand/v2"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"sumlog/kernel"
)

// Types are the types that the adapters read.
var Types = []arrow.DataType{
	arrow.PrimitiveTypes.Float64, arrow.PrimitiveTypes.Float32,
	arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Int32,
	arrow.PrimitiveTypes.Int16, arrow.PrimitiveTypes.Int8,
	arrow.PrimitiveTypes.Uint64, arrow.PrimitiveTypes.Uint32,
	arrow.PrimitiveTypes.Uint16, arrow.PrimitiveTypes.Uint8,
}

// Random returns n elements of that type: positive numbers, and nulls in that share, over which lie
// numbers that would change a result. They begin at the given offset of their buffers, which the
// array shares with others before and behind it.
func Random(r *rand.Rand, t arrow.DataType, n int, nulls float64, offset int) arrow.Array {
	switch t.ID() {
	case arrow.FLOAT64:
		return random(r, t, n, nulls, offset, func() float64 { return math.Exp(8 * r.NormFloat64()) })
	case arrow.FLOAT32:
		return random(r, t, n, nulls, offset, func() float32 {
			return float32(math.Exp(3 * r.NormFloat64()))
		})
	case arrow.INT64:
		return random(r, t, n, nulls, offset, func() int64 { return 1 + r.Int64()>>r.IntN(63) })
	case arrow.INT32:
		return random(r, t, n, nulls, offset, func() int32 { return max(1, r.Int32()) })
	case arrow.INT16:
		return random(r, t, n, nulls, offset, func() int16 { return int16(1 + r.IntN(math.MaxInt16)) })
	case arrow.INT8:
		return random(r, t, n, nulls, offset, func() int8 { return int8(1 + r.IntN(math.MaxInt8)) })
	case arrow.UINT64:
		return random(r, t, n, nulls, offset, func() uint64 { return max(1, r.Uint64()>>r.IntN(63)) })
	case arrow.UINT32:
		return random(r, t, n, nulls, offset, func() uint32 { return max(1, r.Uint32()) })
	case arrow.UINT16:
		return random(r, t, n, nulls, offset, func() uint16 { return uint16(1 + r.IntN(math.MaxUint16)) })
	case arrow.UINT8:
		return random(r, t, n, nulls, offset, func() uint8 { return uint8(1 + r.IntN(math.MaxUint8)) })
	}
	panic("arrowtest: " + t.String())
}

func random[T kernel.Number](
	r *rand.Rand, t arrow.DataType, n int, nulls float64, offset int, number func() T,
) arrow.Array {
	total := offset + n + r.IntN(80)
	values := make([]T, total)
	valid := make([]byte, (total+7)/8)
	one := T(1)
	junk := []T{0, -one} // negative, or the largest
	if f, ok := any(junk).([]float64); ok {
		junk = any(append(f, math.NaN(), math.Inf(1))).([]T)
	}
	for i := range values {
		if within := offset <= i && i < offset+n; !within && r.IntN(2) == 0 || r.Float64() < nulls {
			values[i] = junk[r.IntN(len(junk))]
			continue
		}
		values[i] = number()
		valid[i/8] |= 1 << (i % 8)
	}
	var bitmap *memory.Buffer
	count := 0
	if nulls > 0 {
		bitmap, count = memory.NewBufferBytes(valid), array.UnknownNullCount
	}
	size := int(unsafe.Sizeof(*new(T)))
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), total*size)
	data := array.NewData(t, n, []*memory.Buffer{bitmap, memory.NewBufferBytes(bytes)}, nil,
		count, offset)
	defer data.Release()
	return array.MakeFromData(data)
}

// Cut returns a chunked array of the elements of a, cut anywhere into that many chunks.
func Cut(r *rand.Rand, a arrow.Array, chunks int) *arrow.Chunked {
	at := make([]int, chunks+1)
	for i := 1; i < chunks; i++ {
		at[i] = r.IntN(a.Len() + 1)
	}
	at[chunks] = a.Len()
	for i := range at { // few, and in no need of a quick sort
		for j := i; j > 0 && at[j-1] > at[j]; j-- {
			at[j-1], at[j] = at[j], at[j-1]
		}
	}
	parts := make([]arrow.Array, chunks)
	for i := range parts {
		parts[i] = array.NewSlice(a, int64(at[i]), int64(at[i+1]))
		defer parts[i].Release()
	}
	return arrow.NewChunked(a.DataType(), parts)
}

// Valid returns the elements of arrays of one length as float64, those at which none is null.
func Valid(arrays ...arrow.Array) [][]float64 {
	out := make([][]float64, len(arrays))
	for i := range arrays[0].Len() {
		null := false
		for _, a := range arrays {
			null = null || a.IsNull(i)
		}
		if null {
			continue
		}
		for j, a := range arrays {
			out[j] = append(out[j], At(a, i))
		}
	}
	return out
}

// At returns element i as a float64.
func At(a arrow.Array, i int) float64 {
	switch a := a.(type) {
	case *array.Float64:
		return a.Value(i)
	case *array.Float32:
		return float64(a.Value(i))
	case *array.Int64:
		return float64(a.Value(i))
	case *array.Int32:
		return float64(a.Value(i))
	case *array.Int16:
		return float64(a.Value(i))
	case *array.Int8:
		return float64(a.Value(i))
	case *array.Uint64:
		return float64(a.Value(i))
	case *array.Uint32:
		return float64(a.Value(i))
	case *array.Uint16:
		return float64(a.Value(i))
	case *array.Uint8:
		return float64(a.Value(i))
	}
	panic("arrowtest: " + a.DataType().String())
}
