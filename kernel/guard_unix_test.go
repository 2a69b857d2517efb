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

// guarded returns n float64 that end where an inaccessible page begins, or begin
// where one ends: a byte read or written past the slice kills the test.
func guarded(t *testing.T, n int, atEnd bool) []float64 {
	t.Helper()
	page := os.Getpagesize()
	size := (8*n + page - 1) / page * page
	all, err := unix.Mmap(-1, 0, size+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, unix.Munmap(all)) })
	require.NoError(t, unix.Mprotect(all[:page], unix.PROT_NONE))
	require.NoError(t, unix.Mprotect(all[page+size:], unix.PROT_NONE))
	if n == 0 {
		return nil
	}
	start := page
	if atEnd {
		start = page + size - 8*n
	}
	return unsafe.Slice((*float64)(unsafe.Pointer(&all[start])), n)
}

func TestStaysInsideTheSlice(t *testing.T) {
	for _, n := range append(lengths()[:130], 4095, 4096, 4097) {
		for _, atEnd := range []bool{false, true} {
			dst, x, y := guarded(t, n, atEnd), guarded(t, n, atEnd), guarded(t, n, atEnd)
			copy(x, inputs(n, 11))
			copy(y, inputs(n, 12))
			for _, isa := range kernel.Supported() {
				kernel.Log(isa, dst, x)
				kernel.LogAccumulate(isa, dst, x, 3)
				kernel.LogAccumulate(isa, dst, x, 1000)
				kernel.LogAccumulateDirect(isa, dst, x, 2)
				kernel.Add(isa, dst, x, y)
				kernel.AddStreaming(isa, dst, x, y)
				if n > 0 {
					kernel.SumLog(isa, x)
					kernel.SumLogRows(isa, dst, x, 1)
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
				dst, x, want := guarded(t, rows, atEnd), guarded(t, rows*cols, atEnd), make([]float64, rows)
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
