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
