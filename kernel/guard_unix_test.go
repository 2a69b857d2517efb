//go:build unix

package kernel_test

import (
	"os"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/kernel"
)

// guarded returns n elements that end where an inaccessible page begins, or begin
// where one ends: a byte read or written past the slice kills the test.
func guarded[T kernel.Number](t *testing.T, n int, atEnd bool) []T {
	t.Helper()
	return guardedAt[T](t, n, 0, atEnd)
}

// guardedAt is guarded with a number of bytes between the elements and the page, by
// which they are then misaligned.
func guardedAt[T kernel.Number](t *testing.T, n, gap int, atEnd bool) []T {
	t.Helper()
	page, bytes := os.Getpagesize(), n*int(unsafe.Sizeof(T(0)))
	size := (bytes + gap + page - 1) / page * page
	all, err := unix.Mmap(-1, 0, size+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, unix.Munmap(all)) })
	require.NoError(t, unix.Mprotect(all[:page], unix.PROT_NONE))
	require.NoError(t, unix.Mprotect(all[page+size:], unix.PROT_NONE))
	if n == 0 {
		return nil
	}
	start := page + gap
	if atEnd {
		start = page + size - gap - bytes
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&all[start])), n)
}

func TestStaysInsideTheSlice(t *testing.T) {
	for _, n := range append(lengths()[:130], 4095, 4096, 4097) {
		for _, atEnd := range []bool{false, true} {
			dst, x := guarded[float64](t, n, atEnd), guarded[float64](t, n, atEnd)
			copy(x, inputs(n, 11))
			for _, isa := range kernel.Supported() {
				kernel.Log(isa, dst, x)
				kernel.LogAccumulate(isa, dst, x, 3)
				kernel.LogAccumulate(isa, dst, x, 1000)
				kernel.LogAccumulateDirect(isa, dst, x, 2)
				if n > 0 {
					kernel.SumLog(isa, x)
					kernel.SumLogRows(isa, dst, x, 1)
				}
			}
		}
	}
}

func TestAddStaysInside(t *testing.T) {
	t.Run("int8", addStaysInside[int8])
	t.Run("int16", addStaysInside[int16])
	t.Run("int32", addStaysInside[int32])
	t.Run("int64", addStaysInside[int64])
	t.Run("float32", addStaysInside[float32])
	t.Run("float64", addStaysInside[float64])
}

func addStaysInside[T kernel.Number](t *testing.T) {
	for _, n := range append(lengths()[:130], 250, 511, 1023, 4095, 4096, 4097) {
		for _, atEnd := range []bool{false, true} {
			dst, a, b := guarded[T](t, n, atEnd), guarded[T](t, n, atEnd), guarded[T](t, n, atEnd)
			for _, isa := range kernel.Supported() {
				kernel.Add(isa, dst, a, b)
				kernel.AddStreaming(isa, dst, a, b)
			}
		}
	}
}

// A misaligned view ends within an element of the page: one element more is a fault.
func TestMisalignedStaysInside(t *testing.T) {
	for _, n := range []int{1, 2, 3, 15, 16, 17, 31, 33, 64, 65, 100, 129, 1000, 4099} {
		for gap := 1; gap < 8; gap++ {
			for _, atEnd := range []bool{false, true} {
				dst, a, b := guardedAt[float64](t, n, gap, atEnd), guardedAt[float64](t, n, 8-gap, atEnd), guardedAt[float64](t, n, gap/2, atEnd)
				words := guardedAt[int16](t, n, 1, atEnd)
				copy(a, values(n, 1, 2))
				for _, isa := range kernel.Supported() {
					kernel.Add(isa, dst, a, b)
					kernel.AddStreaming(isa, dst, a, b)
					kernel.AddStreaming(isa, words, guardedAt[int16](t, n, 0, atEnd), guardedAt[int16](t, n, 1, atEnd))
					kernel.Log(isa, dst, a)
					kernel.LogAccumulate(isa, dst, a, 3)
					kernel.LogAccumulateDirect(isa, dst, a, 2)
					kernel.SumLog(isa, a)
					kernel.SumLogRows(isa, dst, a, 1)
				}
			}
		}
	}
}

// Vector code reads the end of a row together with what lies behind it.
func TestSumLogRowsStaysInside(t *testing.T) {
	for _, cols := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 100, 255, 257, 511} {
		for _, rows := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 31, 32, 33, 35, 40} {
			for _, atEnd := range []bool{false, true} {
				dst, x, want := guarded[float64](t, rows, atEnd), guarded[float64](t, rows*cols, atEnd), make([]float64, rows)
				copy(x, values(len(x), 0.5, 2))
				kernel.SumLogRows(kernel.Generic, want, x, cols)
				for _, isa := range kernel.Supported()[1:] {
					kernel.SumLogRows(isa, dst, x, cols)
					requireSameBits(t, want, dst, want)
				}
			}
		}
	}
}
