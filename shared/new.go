package shared

import (
	"fmt"
	"math"
	"unsafe"

	"sumlog/shared/internal/npy"
)

// New returns an array of rows × cols zeros. Either number may be zero. The array
// has no name: on Linux other processes are given it by [Array.File].
//
// It takes some 20 µs on Linux, whatever the size, since pages come when first
// touched. An array that could never fit in memory is refused here; but as with
// any memory, what is granted is not yet there, and a machine that runs out of
// pages later kills the process.
//
// It panics when rows or cols is negative. An error names the shape and the
// number of bytes; see [ErrTooLarge].
func New[T Number](rows, cols int, opts ...Option) (*Array[T], error) {
	checkShape("New", rows, cols)
	a, err := newUnnamed[T](newLayout(2, rows, cols, createConfig("New", opts, false).order))
	if err != nil {
		return nil, fmt.Errorf("sumlog/shared: New(%d, %d): %w", rows, cols, err)
	}
	return a, nil
}

// NewVector returns an array of n zeros, of one dimension: element i is At(i, 0),
// and Col(0) is the whole, contiguous in either [Order].
//
// It panics when n is negative, and fails as [New] does.
func NewVector[T Number](n int, opts ...Option) (*Array[T], error) {
	checkLength("NewVector", n)
	a, err := newUnnamed[T](newLayout(1, n, 1, createConfig("NewVector", opts, false).order))
	if err != nil {
		return nil, fmt.Errorf("sumlog/shared: NewVector(%d): %w", n, err)
	}
	return a, nil
}

// From returns an array of rows × cols elements with a copy of data, which is in
// the order of the array, as [Array.Data] will return it: row by row unless
// [WithOrder] says otherwise.
//
// It panics when rows or cols is negative or when data has not rows × cols
// elements, and fails as [New] does.
func From[T Number](rows, cols int, data []T, opts ...Option) (*Array[T], error) {
	checkShape("From", rows, cols)
	checkData("From", rows, cols, len(data))
	a, err := newUnnamed[T](newLayout(2, rows, cols, createConfig("From", opts, false).order))
	if err != nil {
		return nil, fmt.Errorf("sumlog/shared: From(%d, %d): %w", rows, cols, err)
	}
	copy(a.data, data)
	return a, nil
}

// newUnnamed returns a zeroed array without a name, or an error that names the
// bytes but not the call, which its callers know.
func newUnnamed[T Number](l layout) (*Array[T], error) {
	size, err := l.bytes(width[T]())
	if err != nil {
		return nil, err
	}
	head := header[T](l)
	m, offset, err := anonymous(head.Append(nil), size)
	if err != nil {
		return nil, fmt.Errorf("%d bytes: %w", size, err)
	}
	return newArray[T](l, m, offset), nil
}

// newArray returns the array whose elements begin at that byte of the mapping.
func newArray[T Number](l layout, m *mapping, offset int64) *Array[T] {
	l.readOnly = m.access == readOnly
	a := &Array[T]{layout: l, data: []T{}, mapping: m}
	if n := l.rows * l.cols; n != 0 {
		a.data = unsafe.Slice((*T)(unsafe.Add(m.addr, offset)), n)
	}
	if !l.readOnly {
		a.writable = a.data
	}
	m.lock.make()
	return a
}

// width returns the size of an element.
func width[T Number]() int { return int(unsafe.Sizeof(*new(T))) }

// element describes the type of the elements.
func element[T Number]() npy.Element {
	e := npy.Element{Kind: 'u', Size: width[T]()}
	switch one := T(1); {
	case one/2 != 0:
		e.Kind = 'f'
	case one-2 < 0:
		e.Kind = 'i'
	}
	return e
}

// header returns what a file says of an array of that layout.
func header[T Number](l layout) npy.Header {
	return npy.Header{
		Element: element[T](), Dims: int(l.dims), Shape: [2]int{l.rows, l.cols},
		ColMajor: l.order == ColMajor && l.dims == 2,
	}
}

// bytes returns the size of all elements. As in NumPy, the dimensions that are not
// zero must fit an int even where there are no elements.
func (l layout) bytes(width int) (int64, error) {
	rows, cols := max(l.rows, 1), max(l.cols, 1)
	if rows > math.MaxInt/width/cols {
		return 0, fmt.Errorf("elements of %d bytes: %w", width, ErrTooLarge)
	}
	return int64(l.rows) * int64(l.cols) * int64(width), nil
}

// product returns rows·cols, and whether an int holds it. Neither is negative.
func product(rows, cols int) (n int, ok bool) {
	return rows * cols, cols == 0 || rows <= math.MaxInt/cols
}

func checkShape(op string, rows, cols int) {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("sumlog/shared: %s(%d, %d): negative size", op, rows, cols))
	}
}

func checkLength(op string, n int) {
	if n < 0 {
		panic(fmt.Sprintf("sumlog/shared: %s(%d): negative size", op, n))
	}
}

func checkData(op string, rows, cols, length int) {
	if n, ok := product(rows, cols); !ok || n != length {
		panic(fmt.Sprintf("sumlog/shared: %s(%d, %d): data has %d elements, want %d × %d",
			op, rows, cols, length, rows, cols))
	}
}
