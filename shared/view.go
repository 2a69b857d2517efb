package shared

import "unsafe"

// View is one row or one column of an [Array]: Len elements at equal distance in
// the array's memory. It is a small value that points there, to be copied freely;
// copies see the same elements. The zero View has no elements.
type View[T Number] struct {
	first    *T
	n        int
	stride   int
	writable int // n, or 0 where the array is read-only
}

// view returns the n elements data[first], data[first+stride] and so on.
func (a *Array[T]) view(first, n, stride int) View[T] {
	if n == 0 {
		return View[T]{}
	}
	v := View[T]{&a.data[first], n, stride, n}
	if a.readOnly {
		v.writable = 0
	}
	return v
}

// Len returns the number of elements.
func (v View[T]) Len() int { return v.n }

// Stride returns the distance from one element to the next, in elements: 1 where
// they are neighbours, and 0 where there are none.
func (v View[T]) Stride() int { return v.stride }

// At returns element i.
//
// It panics when i is not in [0, Len). It is inlined; where the view is
// contiguous, a loop over the slice of [View.Slice] is faster.
func (v View[T]) At(i int) T {
	if uint(i) >= uint(v.n) {
		panic(indexError{"View.At", "index", i, v.n})
	}
	return *v.element(i)
}

// Set makes x element i.
//
// It panics when i is not in [0, Len), and where the array is [ReadOnly].
func (v View[T]) Set(i int, x T) {
	if uint(i) >= uint(v.writable) {
		panic(indexError{"View.Set", "index", i, v.n})
	}
	*v.element(i) = x
}

// CopyTo copies the elements to dst, the first ones where dst is shorter, and returns how many it
// has copied: the lesser of Len and len(dst), as the built-in copy does.
func (v View[T]) CopyTo(dst []T) int {
	if s, ok := v.Slice(); ok {
		return copy(dst, s)
	}
	n := min(v.n, len(dst))
	for i := range dst[:n] {
		dst[i] = *v.element(i)
	}
	return n
}

// element points at element i, which is in range.
func (v View[T]) element(i int) *T {
	return (*T)(unsafe.Add(unsafe.Pointer(v.first), uintptr(i*v.stride)*unsafe.Sizeof(*v.first)))
}

// Slice returns the elements as a slice of the array's memory, not a copy, and
// true, if they are contiguous. Writing to the slice of a [ReadOnly] array is a fault.
// Otherwise it returns nil and false. A view of fewer than two elements is contiguous.
func (v View[T]) Slice() ([]T, bool) {
	if v.stride != 1 && v.n > 1 {
		return nil, false
	}
	return unsafe.Slice(v.first, v.n), true
}
