package shared

import "fmt"

// RowRange returns rows lo to hi, without hi, as an array of the same memory: row r
// of it is row lo+r of a. It takes part in all that a is: what is written to
// either shows in the other, [Array.Retain] and the locks are those of a, File,
// Path and Remove too. Only Close is not: a is the one to be closed, and the range
// must not be used after that.
//
// It panics when not 0 <= lo <= hi <= Rows, or a is closed.
func (a *Array[T]) RowRange(lo, hi int) *Array[T] {
	if a.data == nil {
		panic(fmt.Sprintf("sumlog/shared: RowRange(%d, %d): %v", lo, hi, ErrClosed))
	}
	if lo < 0 || hi < lo || hi > a.rows {
		panic(fmt.Sprintf("sumlog/shared: RowRange(%d, %d): want 0 <= lo <= hi <= %d", lo, hi, a.rows))
	}
	part := &Array[T]{layout: a.layout, data: []T{}, mapping: a.mapping, part: true}
	part.rows = hi - lo
	if part.dims == 0 {
		part.dims = 1
	}
	if hi > lo && a.cols > 0 {
		first := lo * a.rowStep
		end := (hi-1)*a.rowStep + (a.cols-1)*a.colStep + 1
		part.data = a.data[first:end:end]
	}
	if !a.readOnly {
		part.writable = part.data
	}
	return part
}

// contiguous reports whether the elements lie next to each other, without gaps.
func (a *Array[T]) contiguous() bool {
	return a.order == RowMajor || a.cols <= 1 || a.rows == 0 || a.rows == a.colStep
}
