package kernel

import (
	"unsafe"

	"sumlog/internal/check"
	"sumlog/internal/number"
)

// Number is the constraint of the element types: the eight sized integers, the
// two floating-point types, and the types defined on them.
type Number interface{ number.Number }

// Add sets dst[i] = a[i] + b[i] with the type's own addition: integers wrap
// around, floating-point numbers round to nearest.
//
// Where the three slices together exceed half of [CacheSize], it is [AddStreaming]: other programs
// and cores have lines in that cache too.
//
// dst may be a, b or both. Panics where the slices differ in length, dst overlaps
// a or b in part, or isa is not [Supported].
func Add[T Number](isa ISA, dst, a, b []T) {
	// A call, with eleven words of arguments on their way through memory, takes longer
	// than to add a few elements. What is wrong is left to it.
	if n := len(dst); n <= inlineMax && usable>>isa&1 != 0 && !mismatch(dst, a) && !mismatch(dst, b) {
		addPlain(dst, a, b)
		return
	}
	addMany(isa, dst, a, b)
}

// addPlain is the specification.
func addPlain[T Number](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// inlineMax is up to how many elements a plain loop is faster than a call of the
// assembly.
const inlineMax = 16

func addMany[T Number](isa ISA, dst, a, b []T) {
	if usable>>isa&1 == 0 || mismatch(dst, a) || mismatch(dst, b) {
		panicAdd("sumlog/kernel: Add", isa, dst, a, b)
	}
	raceAccess(dst, a, b)
	switch n := len(dst); {
	case !hasAssembly || isa == Generic:
		addPlain(dst, a, b)
	case n > minStreamBytes/(3*int(unsafe.Sizeof(T(0)))):
		addLarge(isa, dst, a, b)
	default:
		addVector(isa, dst, a, b, false)
	}
}

// addLarge adds slices that may not fit a cache.
func addLarge[T Number](isa ISA, dst, a, b []T) {
	addVector(isa, dst, a, b, len(dst) > CacheSize()/(6*int(unsafe.Sizeof(T(0)))))
}

// AddStreaming is [Add] for slices of which little will be in a cache when it is
// next used: its stores are non-temporal, so that the lines of dst are not read first,
// a quarter of the traffic. For slices that do fit a cache it is the slower of the two.
// Where dst is a or b there is nothing to save, and it is Add; so it is where dst is not
// aligned to its element, as no such store can be.
//
// The sums are visible to other goroutines by the rules of any other write. Panics
// as Add does.
func AddStreaming[T Number](isa ISA, dst, a, b []T) {
	if usable>>isa&1 == 0 || mismatch(dst, a) || mismatch(dst, b) {
		panicAdd("sumlog/kernel: AddStreaming", isa, dst, a, b)
	}
	raceAccess(dst, a, b)
	if !hasAssembly || isa == Generic || len(dst) <= inlineMax {
		addPlain(dst, a, b)
	} else {
		addVector(isa, dst, a, b, true)
	}
}

// mismatch reports whether panicAdd would panic for one of the slices.
func mismatch[T Number](dst, x []T) bool { return len(dst) != len(x) || check.Overlapping(dst, x) }

//go:noinline
func panicAdd[T Number](op string, isa ISA, dst, a, b []T) {
	checkISA(op, isa)
	check.Lengths(op, "a", len(dst), len(a))
	check.Lengths(op, "b", len(dst), len(b))
	check.Overlap(op, "a", dst, a)
	check.Overlap(op, "b", dst, b)
}
