//go:build race

package kernel

import (
	"runtime"
	"unsafe"
)

// raceAccess tells the race detector, which does not see what assembly does, that a and
// b are about to be read, and dst to be written.
func raceAccess[T any](dst, a, b []T) {
	if size := len(a) * int(unsafe.Sizeof(*new(T))); size > 0 {
		runtime.RaceReadRange(unsafe.Pointer(unsafe.SliceData(a)), size)
	}
	if size := len(b) * int(unsafe.Sizeof(*new(T))); size > 0 {
		runtime.RaceReadRange(unsafe.Pointer(unsafe.SliceData(b)), size)
	}
	if size := len(dst) * int(unsafe.Sizeof(*new(T))); size > 0 {
		runtime.RaceWriteRange(unsafe.Pointer(unsafe.SliceData(dst)), size)
	}
}

// raceColumns tells it that the first cols elements of rows that are stride apart are about to be
// read.
func raceColumns(x []float64, rows, cols, stride int) {
	for r := range rows {
		raceAccess(nil, x[r*stride:][:cols], nil)
	}
}
