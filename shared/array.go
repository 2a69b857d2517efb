package shared

import "fmt"

// Array is a table of Rows × Cols elements in one block of shared memory, aligned
// to 64 bytes. Rows and columns count from zero.
//
// An array is created by [New], [NewVector], [From], [Create], [CreateVector] or
// [CreateFrom], or is opened by [Open], [OpenFile] or [Attach]. It is used through
// its pointer, and ends with [Array.Close]. After that At, Set, Row, Col and Data
// panic, while the shape can still be asked for.
//
// One of one dimension, n elements and NumPy's shape (n,), is used as n rows of one
// column.
//
// Its methods may be called from several goroutines at once, except that using an
// array while another goroutine closes it is a data race unless the use lies
// between [Array.Retain] and [Array.Release].
type Array[T Number] struct {
	layout
	data     []T // nil when closed, and only then
	writable []T // data, or nil where the array is read-only
	mapping  *mapping
	part     bool // rows of another array
}

// Rows returns the number of rows.
func (a *Array[T]) Rows() int { return a.rows }

// Cols returns the number of columns.
func (a *Array[T]) Cols() int { return a.cols }

// Dims returns the number of dimensions that NumPy sees: 2, 1 where the shape is
// (Rows,), and 0 where it is (), of a single element.
func (a *Array[T]) Dims() int { return int(a.dims) }

// Writable reports whether elements can be written: whether the array was opened
// otherwise than by [ReadOnly].
func (a *Array[T]) Writable() bool { return !a.readOnly }

// Order returns the order of the elements in memory.
func (a *Array[T]) Order() Order { return a.order }

// At returns the element in row r and column c.
//
// It panics when r is not in [0, Rows), c is not in [0, Cols), or the array is
// closed. It is inlined, and costs up to three times what indexing the slice of
// [Array.Data] does, so that hot loops are better written with that.
func (a *Array[T]) At(r, c int) T {
	i := r*a.rowStep + c*a.colStep
	if uint(r) >= uint(a.rows) || uint(c) >= uint(a.cols) || uint(i) >= uint(len(a.data)) {
		panic(cellError{"At", r, c, a.layout})
	}
	return a.data[i]
}

// Set makes v the element in row r and column c.
//
// It panics as [Array.At] does, and where the array is [ReadOnly]. It costs the same.
func (a *Array[T]) Set(r, c int, v T) {
	i := r*a.rowStep + c*a.colStep
	if uint(r) >= uint(a.rows) || uint(c) >= uint(a.cols) || uint(i) >= uint(len(a.writable)) {
		panic(cellError{"Set", r, c, a.layout})
	}
	a.writable[i] = v
}

// Row returns a view of the Cols elements of row r, without copying them. In a
// [RowMajor] array it is contiguous.
//
// It panics when r is not in [0, Rows) or the array is closed. A view must not be
// used after the array is closed; see [Array.Close] for what happens then.
func (a *Array[T]) Row(r int) View[T] {
	if uint(r) >= uint(a.rows) || a.data == nil {
		panic(indexError{"Row", "row", r, a.rows})
	}
	return a.view(r*a.rowStep, a.cols, a.colStep)
}

// Col returns a view of the Rows elements of column c, without copying them. In a
// [ColMajor] array it is contiguous, and so it is where there is one column.
//
// It panics when c is not in [0, Cols) or the array is closed. A view must not be
// used after the array is closed; see [Array.Close] for what happens then.
func (a *Array[T]) Col(c int) View[T] {
	if uint(c) >= uint(a.cols) || a.data == nil {
		panic(indexError{"Col", "column", c, a.cols})
	}
	return a.view(c*a.colStep, a.rows, a.rowStep)
}

// Data returns all Rows·Cols elements as one slice, in the array's [Order]:
// element (r, c) is at index r·Cols + c of a [RowMajor] array, and at c·Rows + r
// of a [ColMajor] one.
//
// The slice is the array's memory, not a copy; writing to the memory of a [ReadOnly] array is
// a fault. It starts at an address divisible by 64, unless it is empty, the array is a range of
// rows, or the file that was opened has it otherwise. Its capacity is its length, so append copies.
// It must not be used after the array is closed; see [Array.Close] for what happens then.
//
// It panics when the array is closed, and when it is a range of rows of a
// [ColMajor] array of several columns, which are apart in memory.
func (a *Array[T]) Data() []T {
	if a.data == nil {
		panic("sumlog/shared: Data: " + ErrClosed.Error())
	}
	if !a.contiguous() {
		panic(fmt.Sprintf("sumlog/shared: Data: %d rows of a ColMajor array of %d are not contiguous",
			a.rows, a.colStep))
	}
	return a.data
}
