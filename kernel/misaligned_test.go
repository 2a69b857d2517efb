package kernel_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// misaligned returns a copy of x that begins the given number of bytes behind a
// multiple of 64, as a field of a packed record may, with space for 64 bytes on
// either side, and whether that space has been left alone.
func misaligned[T kernel.Number](x []T, offset int) (view []T, intact func() bool) {
	size := len(x) * int(unsafe.Sizeof(T(0)))
	all := bytes.Repeat([]byte{canary}, 64+64+64+size+64)
	start := 64 + int(-uintptr(unsafe.Pointer(&all[0]))%64) + offset
	view = unsafe.Slice((*T)(unsafe.Pointer(&all[start])), len(x))
	copy(view, x)
	return view, func() bool {
		return !slices.ContainsFunc(all[:start], isWritten) && !slices.ContainsFunc(all[start+size:], isWritten)
	}
}

func isWritten(b byte) bool { return b != canary }

// drawn returns n numbers from all of T's range: integers wrap and floats round.
func drawn[T kernel.Number](n int) []T {
	r := rand.New(rand.NewPCG(3, 3))
	s := make([]T, n)
	for i := range s {
		s[i] = T(r.Int64() >> r.IntN(64))
		if r.IntN(2) == 0 {
			s[i] = -s[i] / 3
		}
	}
	return s
}

// TestAddMisaligned adds views at every byte of a cache line: non-temporal stores
// fault where they are not aligned, and no number of elements aligns such a view.
func TestAddMisaligned(t *testing.T) {
	t.Run("int8", addMisaligned[int8])
	t.Run("int16", addMisaligned[int16])
	t.Run("int32", addMisaligned[int32])
	t.Run("int64", addMisaligned[int64])
	t.Run("uint8", addMisaligned[uint8])
	t.Run("uint16", addMisaligned[uint16])
	t.Run("uint32", addMisaligned[uint32])
	t.Run("uint64", addMisaligned[uint64])
	t.Run("float32", addMisaligned[float32])
	t.Run("float64", addMisaligned[float64])
}

func addMisaligned[T kernel.Number](t *testing.T) {
	const line = 64
	size, step := int(unsafe.Sizeof(T(0))), 1
	if testing.Short() {
		step = 7
	}
	x := drawn[T](1000)
	for dstAt := range line {
		for aAt := 0; aAt < line; aAt += step {
			n := (600 + dstAt) / size // long enough to stream
			requireAddMisaligned(t, x[:n], dstAt, aAt, (11*aAt+5*dstAt+3)%line)
		}
	}
	x = drawn[T]((1<<19 + 1000) / size) // more than one block
	for _, at := range [][3]int{{0, 1, 3}, {61, 7, 62}} {
		requireAddMisaligned(t, x, at[0], at[1], at[2])
	}
}

func requireAddMisaligned[T kernel.Number](t *testing.T, x []T, dstAt, aAt, bAt int) {
	t.Helper()
	a, aIntact := misaligned(x, aAt)
	b, bIntact := misaligned(x, bAt)
	slices.Reverse(b)
	dst, dstIntact := misaligned(x, dstAt)
	want := make([]T, len(x))
	for i := range want {
		want[i] = a[i] + b[i]
	}
	for _, isa := range kernel.Supported() {
		for what, add := range map[string]func(isa kernel.ISA, dst, a, b []T){
			"Add": kernel.Add[T], "AddStreaming": kernel.AddStreaming[T],
		} {
			clear(dst)
			add(isa, dst, a, b)
			require.True(t, slices.Equal(want, dst), "%v: %s of %d at %d, %d, %d", isa, what, len(x), dstAt, aAt, bAt)
			copy(dst, a)
			add(isa, dst, dst, b)
			require.True(t, slices.Equal(want, dst), "%v: %s of %d at %d, %d, in place", isa, what, len(x), dstAt, bAt)
		}
	}
	require.True(t, dstIntact() && aIntact() && bIntact(), "written outside the slice")
}

// TestMisaligned has every operation read and write at every byte of a word.
func TestMisaligned(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 5
	}
	eachOperation(t, func(t *testing.T, o *operations.Operation) {
		c := comparison{isas: kernel.Supported()}
		kind := o.Kinds[0]
		if o.Shape != operations.Elementwise { // special values would leave the fast path
			kind = operations.Ordinary
		}
		all := o.Draw(kind, 5000, 5)
		for _, param := range o.Few {
			for _, n := range []int{1, 7, 33, 300, 4100} {
				results, input := o.Lengths(n, param)
				if input > 4900 {
					break
				}
				plain := o.Take(all, 0, n, param)
				want := c.specified(o, plain)
				for offset := 0; offset < 16; offset += step {
					dst, intact := misaligned(make([]float64, results), 5*offset%16)
					a := plain.With(dst)
					inputsIntact := true
					for i := range o.Inputs {
						a.In[i], _ = misaligned(plain.In[i], (1+6*i)*offset%16)
					}
					for _, isa := range c.isas {
						o.Kernel(isa, a)
						requireBits(t, o, isa, plain, want, dst)
						for i := range o.Inputs {
							inputsIntact = inputsIntact && operations.Differing(plain.In[i], a.In[i]) < 0
						}
					}
					require.True(t, intact() && inputsIntact, "%s: written outside the slice", o.Title(param))
				}
			}
		}
	})
}
