//go:build unix

package kernel_test

import (
	"os"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// guarded is memory between two inaccessible pages: a byte read or written past either end
// kills the test.
type guarded []byte

func newGuarded(t *testing.T, size int) guarded {
	t.Helper()
	page := os.Getpagesize()
	size = (size + page - 1) / page * page
	all, err := unix.Mmap(-1, 0, size+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, unix.Munmap(all)) })
	require.NoError(t, unix.Mprotect(all[:page], unix.PROT_NONE))
	require.NoError(t, unix.Mprotect(all[page+size:], unix.PROT_NONE))
	return all[page : page+size]
}

// guardedSlice returns n elements that end gap bytes before the page behind g, or begin so
// many after the one before it. The gap misaligns them.
func guardedSlice[T kernel.Number](g guarded, n, gap int, atEnd bool) []T {
	if n == 0 {
		return nil
	}
	start := gap
	if atEnd {
		start = len(g) - gap - n*int(unsafe.Sizeof(T(0)))
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&g[start])), n)
}

// TestStaysInsideTheSlice has every operation work on slices at the end and at the beginning
// of a page. A misaligned one ends within an element of the page: one element more is a fault.
func TestStaysInsideTheSlice(t *testing.T) {
	const most = 1 << 18 // bytes of an input
	var memory [4]guarded
	for i := range memory {
		memory[i] = newGuarded(t, most+64)
	}
	eachOperation(t, func(t *testing.T, o *operations.Operation) {
		c := vectors(t)
		kind := o.Kinds[0]
		if o.Shape != operations.Elementwise { // special values would leave the fast path
			kind = operations.Ordinary
		}
		all := o.Draw(kind, most/8+100, 11)
		for _, param := range o.Few {
			for _, n := range append(lengths()[:130], 1000, 4095, 4096, 4097) {
				results, input := o.Lengths(n, param)
				if 8*input > most {
					break
				}
				gaps := 1
				if n%16 < 2 || n > 130 {
					gaps = 8
				}
				plain := o.Take(all, 0, n, param)
				want := c.specified(o, plain)
				for gap := range gaps {
					for _, atEnd := range []bool{false, true} {
						a := plain.With(guardedSlice[float64](memory[0], results, gap, atEnd))
						for i := range o.Inputs {
							a.In[i] = guardedSlice[float64](memory[i+1], input, gap*(5+2*i)%8, atEnd)
							copy(a.In[i], plain.In[i])
						}
						for _, isa := range c.isas {
							clear(a.Dst)
							o.Kernel(isa, a)
							requireBits(t, o, isa, plain, want, a.Dst)
						}
					}
				}
			}
		}
	})
}

func TestAddStaysInside(t *testing.T) {
	t.Run("int8", addStaysInside[int8])
	t.Run("int16", addStaysInside[int16])
	t.Run("int32", addStaysInside[int32])
	t.Run("int64", addStaysInside[int64])
	t.Run("float32", addStaysInside[float32])
}

func addStaysInside[T kernel.Number](t *testing.T) {
	const most = 4100
	var memory [3]guarded
	for i := range memory {
		memory[i] = newGuarded(t, most*int(unsafe.Sizeof(T(0))))
	}
	for _, n := range append(lengths()[:130], 250, 511, 1023, 4095, 4096, 4097) {
		for _, gap := range []int{0, 1} { // a byte, which misaligns most types
			for _, atEnd := range []bool{false, true} {
				dst := guardedSlice[T](memory[0], n, gap, atEnd)
				a, b := guardedSlice[T](memory[1], n, 0, atEnd), guardedSlice[T](memory[2], n, gap, atEnd)
				for _, isa := range kernel.Supported() {
					kernel.Add(isa, dst, a, b)
					kernel.AddStreaming(isa, dst, a, b)
				}
			}
		}
	}
}

// The operations table copies the counts of DotLogCounts.
func TestCountsStayInside(t *testing.T) {
	memory := newGuarded(t, 8*5000)
	x := make([]float64, 5000)
	for i := range x {
		x[i] = 1.5
	}
	for _, n := range append(lengths()[1:130], 4095, 4096, 4097) {
		for gap := range 8 {
			for _, atEnd := range []bool{false, true} {
				counts := guardedSlice[int64](memory, n, gap, atEnd)
				for i := range counts {
					counts[i] = int64(i % 3)
				}
				want := kernel.DotLogCounts(kernel.Generic, counts, x[:n])
				for _, isa := range kernel.Supported() {
					require.Equal(t, want, kernel.DotLogCounts(isa, counts, x[:n]), "%v, n = %d", isa, n)
				}
			}
		}
	}
}
