package kernel_test

import (
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

func FuzzAdd(f *testing.F)          { fuzzAdd(f, false) }
func FuzzAddStreaming(f *testing.F) { fuzzAdd(f, true) }

// The input gives the size of a slice in bytes, which is the size of each type's.
func fuzzAdd(f *testing.F, stream bool) {
	types := []func(t *testing.T, data []byte, size, offset int, stream bool){
		fuzzAddOf[int8],
		fuzzAddOf[int16],
		fuzzAddOf[int32],
		fuzzAddOf[int64],
		fuzzAddOf[uint8],
		fuzzAddOf[uint16],
		fuzzAddOf[uint32],
		fuzzAddOf[uint64],
		fuzzAddOf[float32],
		fuzzAddOf[float64],
	}
	seeds(func(data []byte, n int) { f.Add(data, uint32(8*n), uint8(1)) })
	f.Add([]byte{127, 1, 128, 255}, uint32(1000), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, size uint32, offset uint8) {
		const long, longest = 1 << 13, 1<<19 + 1<<10 // the assembly takes 2^19 bytes at a time
		size %= longest
		these := types
		if size > long { // all would take too long
			these = types[int(size)%len(types):][:1]
		}
		for _, add := range these {
			add(t, data, int(size), int(offset), stream)
		}
	})
}

func fuzzAddOf[T kernel.Number](t *testing.T, data []byte, size, offset int, stream bool) {
	n := size / int(unsafe.Sizeof(T(0)))
	add, what := kernel.Add[T], "Add"
	if stream {
		add, what = kernel.AddStreaming[T], "AddStreaming"
	}
	a, aIntact := framed[T](n, offset%5)
	b, bIntact := framed[T](n, offset%3)
	copy(a, fuzzed[T](t, data, n))
	copy(b, a)
	slices.Reverse(b)
	want := make([]T, n)
	for i := range want {
		want[i] = a[i] + b[i]
	}
	for _, isa := range kernel.Supported() {
		keptA, keptB := slices.Clone(a), slices.Clone(b)
		got, intact := framed[T](n, offset)
		add(isa, got, a, b)
		requireSame(t, want, got, what, isa)
		requireSame(t, keptA, a, what+": a", isa)
		requireSame(t, keptB, b, what+": b", isa)
		copy(got, a)
		add(isa, got, got, b)
		requireSame(t, want, got, what+", dst is a", isa)
		copy(got, b)
		add(isa, got, a, got)
		requireSame(t, want, got, what+", dst is b", isa)
		require.True(t, intact() && aIntact() && bIntact(), "%s, %v of %T: written outside the slice", what, isa, want)
	}
}
