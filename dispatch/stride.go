package dispatch

import (
	"unsafe"

	"sumlog/kernel"
)

// addStrided adds columns x and y of whole rows into column dst, all of them in
// range. What it costs is to move the rows through the cache, so it is a plain
// loop, four rows at a time and without the bounds checks, which took as long as
// the memory does (docs/performance.md).
func addStrided[T kernel.Number](rows []T, cols, dst, x, y int) {
	size := unsafe.Sizeof(T(0))
	stride := uintptr(cols) * size
	start := unsafe.Pointer(unsafe.SliceData(rows))
	to, from, with := uintptr(dst)*size, uintptr(x)*size, uintptr(y)*size
	n := len(rows) / cols
	for ; n >= 4; n -= 4 {
		r0 := start
		r1 := unsafe.Add(r0, stride)
		r2 := unsafe.Add(r1, stride)
		r3 := unsafe.Add(r2, stride)
		s0 := *at[T](r0, from) + *at[T](r0, with)
		s1 := *at[T](r1, from) + *at[T](r1, with)
		s2 := *at[T](r2, from) + *at[T](r2, with)
		s3 := *at[T](r3, from) + *at[T](r3, with)
		*at[T](r0, to) = s0
		*at[T](r1, to) = s1
		*at[T](r2, to) = s2
		*at[T](r3, to) = s3
		if n > 4 { // a pointer past the last row is none
			start = unsafe.Add(r3, stride)
		} else {
			return
		}
	}
	for r := range n {
		row := unsafe.Add(start, uintptr(r)*stride)
		*at[T](row, to) = *at[T](row, from) + *at[T](row, with)
	}
}

func at[T any](row unsafe.Pointer, offset uintptr) *T { return (*T)(unsafe.Add(row, offset)) }
