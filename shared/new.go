package shared

import (
	"errors"
	"fmt"
	"math"
	"unsafe"
)

// ErrTooLarge is in the tree of the error of an array that has more bytes than an
// int can count, or than Go can allocate where arrays are ordinary Go memory.
//
// What the operating system refuses is its own error instead, such as
// [syscall.ENOMEM], or [syscall.EMFILE] when no file descriptor is left.
var ErrTooLarge = errors.New("too large for the address space")

// Option is a choice made when an array is created. See [WithOrder].
type Option func(*config)

type config struct {
	order Order
}

// New returns an array of rows × cols zeros. Either number may be zero.
//
// It takes about 10 µs on Linux, whatever the size, since pages come when first
// touched. An array that could never fit in memory is refused here; but as with
// any memory, what is granted is not yet there, and a machine that runs out of
// pages later kills the process.
//
// It panics when rows or cols is negative. An error names the shape and the
// number of bytes; see [ErrTooLarge].
func New[T Number](rows, cols int, opts ...Option) (*Array[T], error) {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("sumlog/shared: New(%d, %d): negative size", rows, cols))
	}
	a, err := create[T](rows, cols, opts)
	if err != nil {
		return nil, fmt.Errorf("sumlog/shared: New(%d, %d): %w", rows, cols, err)
	}
	return a, nil
}

// NewVector returns an array of n zeros, in n rows and one column: element i is
// At(i, 0), and Col(0) is the whole, contiguous in either [Order].
//
// It panics when n is negative, and fails as [New] does.
func NewVector[T Number](n int, opts ...Option) (*Array[T], error) {
	if n < 0 {
		panic(fmt.Sprintf("sumlog/shared: NewVector(%d): negative size", n))
	}
	a, err := create[T](n, 1, opts)
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
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("sumlog/shared: From(%d, %d): negative size", rows, cols))
	}
	if n, ok := product(rows, cols); !ok || n != len(data) {
		panic(fmt.Sprintf("sumlog/shared: From(%d, %d): data has %d elements, want %d × %d",
			rows, cols, len(data), rows, cols))
	}
	a, err := create[T](rows, cols, opts)
	if err != nil {
		return nil, fmt.Errorf("sumlog/shared: From(%d, %d): %w", rows, cols, err)
	}
	copy(a.data, data)
	return a, nil
}

// create returns a zeroed array, or an error that names the bytes but not the
// call, which its callers know.
func create[T Number](rows, cols int, opts []Option) (*Array[T], error) {
	var c config
	for _, opt := range opts {
		opt(&c)
	}
	a := &Array[T]{layout: newLayout(rows, cols, c.order), data: []T{}}

	width := int(unsafe.Sizeof(*new(T)))
	n, ok := product(rows, cols)
	if !ok || n > math.MaxInt/width {
		return nil, fmt.Errorf("elements of %d bytes: %w", width, ErrTooLarge)
	}
	if n == 0 {
		return a, nil // no system maps zero bytes
	}
	var err error
	if a.memory, err = allocate(n * width); err != nil {
		return nil, fmt.Errorf("%d bytes: %w", n*width, err)
	}
	a.data = unsafe.Slice((*T)(a.memory.addr), n)
	return a, nil
}

// product returns rows·cols, and whether an int holds it. Neither is negative.
func product(rows, cols int) (n int, ok bool) {
	return rows * cols, cols == 0 || rows <= math.MaxInt/cols
}
