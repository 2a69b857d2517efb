package dispatch

import (
	"unsafe"

	"sumlog/kernel"
)

// addStrided adds columns x and y of whole rows into column dst, all of them in
// range. What it costs is to move the rows through the cache, so it is a plain
// loop without the bounds checks, which took as long as the memory does. It goes
// through four quarters of the rows at once: from memory, more of them are under way
// than in one stream (docs/performance.md).
func addStrided[T kernel.Number](rows []T, cols, dst, x, y int) {
	size := unsafe.Sizeof(T(0))
	stride := uintptr(cols) * size
	start := unsafe.Pointer(unsafe.SliceData(rows))
	to, from, with := uintptr(dst)*size, uintptr(x)*size, uintptr(y)*size
	n := len(rows) / cols
	quarter := uintptr(n/4) * stride
	for offset := uintptr(0); offset < quarter; offset += stride {
		r0 := unsafe.Add(start, offset)
		r1 := unsafe.Add(r0, quarter)
		r2 := unsafe.Add(r1, quarter)
		r3 := unsafe.Add(r2, quarter)
		s0 := *at[T](r0, from) + *at[T](r0, with)
		s1 := *at[T](r1, from) + *at[T](r1, with)
		s2 := *at[T](r2, from) + *at[T](r2, with)
		s3 := *at[T](r3, from) + *at[T](r3, with)
		*at[T](r0, to) = s0
		*at[T](r1, to) = s1
		*at[T](r2, to) = s2
		*at[T](r3, to) = s3
	}
	for r := n &^ 3; r < n; r++ {
		row := unsafe.Add(start, uintptr(r)*stride)
		*at[T](row, to) = *at[T](row, from) + *at[T](row, with)
	}
}

func at[T any](row unsafe.Pointer, offset uintptr) *T { return (*T)(unsafe.Add(row, offset)) }
