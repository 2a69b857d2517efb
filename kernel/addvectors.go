package kernel

import "unsafe"

// Assembly is not preempted: addBlock words take some 20 µs in cache and
// 100 µs in memory.
const addBlock = 1 << 16

// Non-temporal stores fill lines of 64 bytes, in steps of streamWords.
const streamWords = 16

// addVector adds by an instruction set other than Generic, in words of 64 bits. With stream
// set its stores are non-temporal, but where dst is read as well, which leaves nothing to
// save, and where dst is not aligned to its element: then no element begins a line, and
// such stores would fault.
func addVector[T Number](isa ISA, dst, a, b []T, stream bool) {
	perWord := int(8 / unsafe.Sizeof(T(0)))
	whole := len(dst) &^ (perWord - 1)
	i := 0
	if stream && whole >= 64*perWord && &dst[0] != &a[0] && &dst[0] != &b[0] && isAligned(&dst[0]) {
		i = lead(&dst[0])
		addPlain(dst[:i], a[:i], b[:i])
		for words := (whole - i) / perWord &^ (streamWords - 1); words > 0; {
			n := min(addBlock, words)
			streamWordsOf(isa, &dst[i], &a[i], &b[i], n)
			i += n * perWord
			words -= n
		}
		whole = i + (len(dst)-i)&^(perWord-1)
	}
	for ; i < whole; i += addBlock * perWord {
		addWordsOf(isa, &dst[i], &a[i], &b[i], min(addBlock, (whole-i)/perWord))
	}
	if whole < len(dst) {
		addPlain(dst[whole:], a[whole:], b[whole:])
	}
}

// isAligned reports whether p is a multiple of the size of an element.
func isAligned[T Number](p *T) bool { return uintptr(unsafe.Pointer(p))%unsafe.Sizeof(*p) == 0 }

// lead is how many elements lie before the next line.
func lead[T Number](p *T) int { return int(-uintptr(unsafe.Pointer(p)) % 64 / unsafe.Sizeof(*p)) }

// float64s is what the assembly takes, whatever the elements.
func float64s[T any](p *T) *float64 { return (*float64)(unsafe.Pointer(p)) }

// addWordsOf calls the assembly for the elements' type. Types are told apart by size and
// kind, which the compiler folds, and not by a type switch, which would miss those that
// are defined on others. An addition that wraps around is the same for signed and unsigned
// numbers.
func addWordsOf[T Number](isa ISA, dst, a, b *T, words int) {
	d, x, y := float64s(dst), float64s(a), float64s(b)
	switch size := unsafe.Sizeof(*dst); {
	case size == 8 && isFloat[T]():
		callAddFloat64(isa, d, x, y, words)
	case size == 8:
		callAddInt64(isa, d, x, y, words)
	case size == 4 && isFloat[T]():
		callAddFloat32(isa, d, x, y, words)
	case size == 4:
		callAddInt32(isa, d, x, y, words)
	case size == 2:
		callAddInt16(isa, d, x, y, words)
	default:
		callAddInt8(isa, d, x, y, words)
	}
}

// streamWordsOf is addWordsOf with non-temporal stores.
func streamWordsOf[T Number](isa ISA, dst, a, b *T, words int) {
	d, x, y := float64s(dst), float64s(a), float64s(b)
	switch size := unsafe.Sizeof(*dst); {
	case size == 8 && isFloat[T]():
		callStreamFloat64(isa, d, x, y, words)
	case size == 8:
		callStreamInt64(isa, d, x, y, words)
	case size == 4 && isFloat[T]():
		callStreamFloat32(isa, d, x, y, words)
	case size == 4:
		callStreamInt32(isa, d, x, y, words)
	case size == 2:
		callStreamInt16(isa, d, x, y, words)
	default:
		callStreamInt8(isa, d, x, y, words)
	}
}

func isFloat[T Number]() bool { return T(1)/T(2) != 0 }
