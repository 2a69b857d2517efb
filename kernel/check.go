package kernel

import (
	"fmt"
	"unsafe"
)

// The checks are small enough to inline and leave the message to functions that
// are not: a call pays a few compares.

func checkISA(op string, isa ISA) {
	if usable>>isa&1 == 0 {
		panicISA(op, isa)
	}
}

func checkUnary[T any](op string, dst, x []T) {
	checkLengths(op, "x", len(dst), len(x))
	checkOverlap(op, "x", dst, x)
}

func checkLengths(op, name string, dst, x int) {
	if dst != x {
		panicLengths(op, name, dst, x)
	}
}

// checkOverlap accepts slices of one length that are the same or disjoint.
func checkOverlap[T any](op, name string, dst, x []T) {
	if overlap(dst, x) {
		panicOverlap(op, name, int(distance(dst, x)), len(dst))
	}
}

// overlap reports whether slices of one length are neither the same nor disjoint.
func overlap[T any](dst, x []T) bool {
	var zero T
	d, size := distance(dst, x), uintptr(len(dst))*unsafe.Sizeof(zero)
	return d != 0 && (d < size || -d < size)
}

// distance is how many bytes dst begins behind x.
func distance[T any](dst, x []T) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(dst))) - uintptr(unsafe.Pointer(unsafe.SliceData(x)))
}

// checkDisjoint accepts slices, of whatever lengths, that share no element.
func checkDisjoint[T any](op string, dst, x []T) {
	var zero T
	d := distance(dst, x)
	if len(dst) > 0 && len(x) > 0 && (d < uintptr(len(x))*unsafe.Sizeof(zero) || -d < uintptr(len(dst))*unsafe.Sizeof(zero)) {
		panicOverlap(op, "x", int(d), len(x))
	}
}

func checkTerms(op string, terms int) {
	if terms < 0 {
		panic(fmt.Sprintf("sumlog/kernel: %s: terms = %d, want 0 or more", op, terms))
	}
}

//go:noinline
func panicISA(op string, isa ISA) {
	panic(fmt.Sprintf("sumlog/kernel: %s: %v is not supported here: this binary and processor have %v", op, isa, supported))
}

//go:noinline
func panicLengths(op, name string, dst, x int) {
	panic(fmt.Sprintf("sumlog/kernel: %s: len(dst) = %d, len(%s) = %d", op, dst, name, x))
}

//go:noinline
func panicOverlap(op, name string, bytes, n int) {
	panic(fmt.Sprintf("sumlog/kernel: %s: dst begins %d bytes from %s and overlaps its %d elements in part", op, bytes, name, n))
}
