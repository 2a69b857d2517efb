// Package rows reads numeric columns of Arrow as float64: their valid rows one after the other,
// in blocks, or all rows in place.
package rows

import (
	"encoding/binary"
	"math/bits"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/bitutil"

	"sumlog/kernel"
)

// Column is a run of rows of a numeric column, without a copy.
type Column struct {
	Len      int
	values   values
	validity []byte // nil: all rows are valid
	offset   int    // the bit of the first row
}

// Of returns the rows of a, and whether it has a type that [Matches].
func Of(a arrow.Array) (Column, bool) {
	d := a.Data()
	var valid, numbers []byte
	if b := d.Buffers(); len(b) > 1 {
		if b[0] != nil && a.NullN() > 0 {
			valid = b[0].Bytes()
		}
		if b[1] != nil {
			numbers = b[1].Bytes()
		}
	}
	return New(d.DataType().ID(), d.Offset(), d.Len(), valid, numbers)
}

// New returns n rows from the row offset on of two buffers as Arrow lays them out, and whether
// their type is one that [Matches]. Without a validity bitmap all rows are valid.
func New(t arrow.Type, offset, n int, validity, numbers []byte) (Column, bool) {
	v := valuesOf(t, numbers, offset, n)
	return Column{n, v, validity, offset}, v != nil
}

// Repeat returns n valid rows that all have the value of the first row of c.
func (c *Column) Repeat(n int) Column {
	var first [1]float64
	c.values.convert(first[:], 0)
	return Column{Len: n, values: constant(first[0])}
}

// Matches reports whether a column of that type can be read: the integers of up to 64 bits, float32
// and float64.
func Matches(t arrow.Type) bool { return valuesOf(t, nil, 0, 0) != nil }

func valuesOf(t arrow.Type, b []byte, offset, n int) values {
	switch t {
	case arrow.FLOAT64:
		return cast[float64](b, offset, n)
	case arrow.FLOAT32:
		return cast[float32](b, offset, n)
	case arrow.INT64:
		return cast[int64](b, offset, n)
	case arrow.INT32:
		return cast[int32](b, offset, n)
	case arrow.INT16:
		return cast[int16](b, offset, n)
	case arrow.INT8:
		return cast[int8](b, offset, n)
	case arrow.UINT64:
		return cast[uint64](b, offset, n)
	case arrow.UINT32:
		return cast[uint32](b, offset, n)
	case arrow.UINT16:
		return cast[uint16](b, offset, n)
	case arrow.UINT8:
		return cast[uint8](b, offset, n)
	}
	return nil
}

func cast[T kernel.Number](b []byte, offset, n int) numbers[T] {
	all := unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(*new(T))))
	return all[offset : offset+n]
}

// slice returns the rows [lo, hi).
func (c *Column) slice(lo, hi int) Column {
	return Column{hi - lo, c.values.slice(lo, hi), c.validity, c.offset + lo}
}

// word returns the validity of the n rows from i on, at most 64, the first in bit 0.
func (c *Column) word(i, n int) uint64 {
	mask := ^uint64(0) >> (64 - n)
	if c.validity == nil {
		return mask
	}
	at := c.offset + i
	b, shift := c.validity[at/8:], at%8
	if len(b) > 8 {
		return (binary.LittleEndian.Uint64(b)>>shift | uint64(b[8])<<(64-shift)) & mask
	}
	w := uint64(0)
	for j := range b {
		w |= uint64(b[j]) << (8 * j)
	}
	return w >> shift & mask
}

// valid counts the valid rows of [0, n).
func valid(columns []Column, n int) int {
	if len(columns) == 1 {
		return bitutil.CountSetBits(columns[0].validity, columns[0].offset, n)
	}
	count := 0
	for i := 0; i < n; i += 64 {
		count += bits.OnesCount64(wordOf(columns, i, min(64, n-i)))
	}
	return count
}

// wordOf is word of the rows in which no column is null.
func wordOf(columns []Column, i, n int) uint64 {
	w := columns[0].word(i, n)
	for c := range columns[1:] {
		w &= columns[c+1].word(i, n)
	}
	return w
}
