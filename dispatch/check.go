package dispatch

import (
	"context"
	"fmt"
	"unsafe"
)

// The checks are those of package kernel, made here before any work is handed
// out: a panic belongs to the goroutine that made the mistake, and a slice of dst
// must not be written before the mistake is found.

func checkLengths(op, name string, dst, x int) {
	if dst != x {
		panic(fmt.Sprintf("sumlog/dispatch: %s: len(dst) = %d, len(%s) = %d", op, dst, name, x))
	}
}

// checkOverlap accepts slices of one length that are the same or apart.
func checkOverlap[T any](op, name string, dst, x []T) {
	if overlap(dst, x) {
		panic(fmt.Sprintf("sumlog/dispatch: %s: dst begins %d bytes from %s and overlaps its %d elements in part",
			op, int(uintptr(pointer(dst))-uintptr(pointer(x))), name, len(dst)))
	}
}

// overlap reports whether slices of one length are neither the same nor apart.
func overlap[T any](dst, x []T) bool {
	var zero T
	d, size := uintptr(pointer(dst))-uintptr(pointer(x)), uintptr(len(dst))*unsafe.Sizeof(zero)
	return d != 0 && (d < size || -d < size)
}

// checkApart accepts slices, of whatever lengths, that share no element.
func checkApart(op string, dst, x []float64) {
	d := uintptr(pointer(dst)) - uintptr(pointer(x))
	if len(dst) > 0 && len(x) > 0 && (d < 8*uintptr(len(x)) || -d < 8*uintptr(len(dst))) {
		panic(fmt.Sprintf("sumlog/dispatch: %s: dst begins %d bytes from x and overlaps its %d elements in part",
			op, int(d), len(x)))
	}
}

func checkTerms(op string, terms int) {
	if terms < 0 {
		panic(fmt.Sprintf("sumlog/dispatch: %s: terms = %d, want 0 or more", op, terms))
	}
}

func checkColumn(op, name string, column, cols int) {
	if uint(column) >= uint(cols) {
		panic(fmt.Sprintf("sumlog/dispatch: %s: column %s = %d of an array with %d columns", op, name, column, cols))
	}
}

func checkFor(op string, n, grain int, noFunc bool) {
	if n < 0 || grain < 1 {
		panic(fmt.Sprintf("sumlog/dispatch: %s: n = %d, grain = %d, want n >= 0 and grain >= 1", op, n, grain))
	}
	if noFunc {
		panic("sumlog/dispatch: " + op + ": nil function")
	}
}

func checkContext(op string, ctx context.Context) {
	if ctx == nil {
		panic("sumlog/dispatch: " + op + ": nil context")
	}
}
