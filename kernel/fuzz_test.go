package kernel_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/big"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/kernel"
)

// The fuzz targets share the form of their input: the bytes of the elements, over and
// over until there are as many elements as asked for; so a few bytes reach the edges
// of blocks, and a number of bytes that is no multiple of an element's gives elements
// that all differ. Their corpora in testdata hold what random bytes seldom are.

// fuzzed returns n elements, the little-endian bytes of which are data's, repeated.
func fuzzed[T kernel.Number](t *testing.T, data []byte, n int) []T {
	x := make([]T, n)
	if size := n * int(unsafe.Sizeof(T(0))); len(data) > 0 {
		_, err := binary.Decode(bytes.Repeat(data, size/len(data)+1)[:size], binary.LittleEndian, x)
		require.NoError(t, err)
	}
	return x
}

// fuzzedFloats is fuzzed, with exponents brought nearer to that of 1 by halving them
// so many times, modulo 16, and without signs if all are to be positive. Random
// bytes are mostly numbers so large or so small that the kernels treat them all
// alike. Zeros, subnormals, infinities and NaNs stay.
func fuzzedFloats(t *testing.T, data []byte, n int, squeeze uint8, positive bool) []float64 {
	x := fuzzed[float64](t, data, n)
	for i, v := range x {
		bits := math.Float64bits(v)
		if exp := bits >> 52 & 0x7FF; exp != 0 && exp != 0x7FF {
			exp = uint64((int64(exp)-1023)>>(squeeze%16) + 1023)
			bits = bits&^(0x7FF<<52) | exp<<52
		}
		if positive {
			bits &^= 1 << 63
		}
		x[i] = math.Float64frombits(bits)
	}
	return x
}

// littleEndian is the inverse of fuzzed: seeds are written as numbers.
func littleEndian(x ...float64) []byte {
	data, _ := binary.Append(nil, binary.LittleEndian, x)
	return data
}

// seeds calls add with all special values together, and with each between neighbours
// that take one path.
func seeds(add func(data []byte, n int)) {
	add(littleEndian(special...), len(special))
	for _, v := range special {
		add(littleEndian(0.5, v, 100), 11)
	}
}

// canary is a number of every element type that no kernel has a reason to write.
const canary = 85

// framed returns n elements, some way into an array, and whether those around
// them have been left alone.
func framed[T kernel.Number](n, offset int) (dst []T, intact func() bool) {
	const guard = 256 // more than any kernel writes at a time
	all := make([]T, offset+n+guard)
	for i := range all {
		all[i] = canary
	}
	return all[offset : offset+n : offset+n], func() bool {
		for _, part := range [][]T{all[:offset], all[offset+n:]} {
			for _, v := range part {
				if v != canary {
					return false
				}
			}
		}
		return true
	}
}

// same tells whether a and b have the same bits or are both NaN.
func same[T kernel.Number](a, b T) bool {
	return a == b && math.Signbit(float64(a)) == math.Signbit(float64(b)) || a != a && b != b
}

func requireSame[T kernel.Number](t *testing.T, want, got []T, what string, isa kernel.ISA) {
	t.Helper()
	for i := range want {
		if !same(want[i], got[i]) {
			require.Failf(t, "different bits", "%s, %v, element %d of %d: want %v (%x), got %v (%x)",
				what, isa, i, len(want), want[i], want[i], got[i], got[i])
		}
	}
}

// fuzzUnary holds k with every instruction set to the bits of the specification,
// writing to an array of its own and in place, and returns them.
func fuzzUnary(t *testing.T, k unary, x []float64, offset int) []float64 {
	t.Helper()
	want := make([]float64, len(x))
	k.run(kernel.Generic, want, x)
	for _, isa := range kernel.Supported() {
		kept := append([]float64{}, x...)
		got, intact := framed[float64](len(x), offset)
		k.run(isa, got, x)
		requireSame(t, want, got, k.name, isa)
		requireSame(t, kept, x, k.name+": argument", isa)
		copy(got, x)
		k.run(isa, got, got)
		requireSame(t, want, got, k.name+", in place", isa)
		require.True(t, intact(), "%s, %v: written outside the slice", k.name, isa)
	}
	return want
}

// few is of how many elements an execution works out the exact result.
const few = 3

func FuzzLog(f *testing.F) {
	seeds(func(data []byte, n int) { f.Add(data, uint8(0), false, uint16(n), uint8(1)) })
	f.Fuzz(func(t *testing.T, data []byte, squeeze uint8, positive bool, n uint16, offset uint8) {
		x := fuzzedFloats(t, data, int(n)%20_000, squeeze, positive)
		got := fuzzUnary(t, log, x, int(offset))
		for i, v := range x[:min(few, len(x))] {
			requireLog(t, v, got[i])
		}
	})
}

// requireLog fails where got is not ln x as Log promises it.
func requireLog(t *testing.T, x, got float64) {
	t.Helper()
	switch {
	case math.IsNaN(x) || x < 0:
		require.True(t, math.IsNaN(got), "ln %g is %g", x, got)
	case x == 0:
		require.Equal(t, math.Inf(-1), got, "ln %g", x)
	case math.IsInf(x, 1):
		require.Equal(t, x, got)
	case x == 1:
		require.Equal(t, uint64(0), math.Float64bits(got), "ln 1 is %g", got)
	default:
		requireWithin(t, exact.Log(new(big.Float).SetPrec(128).SetFloat64(x)), got, 0.6, 0, "ln %x", x)
	}
}

func FuzzLogAccumulate(f *testing.F) {
	for _, terms := range []string{"", "\x01", "\x02", "\x10", "\x11", "\xe8\x03", "\xff\xff\xff\xff\xff\xff\xff\x7f"} {
		seeds(func(data []byte, n int) { f.Add(data, uint8(0), false, uint16(n), uint8(1), []byte(terms)) })
	}
	f.Fuzz(func(t *testing.T, data []byte, squeeze uint8, positive bool, n uint16, offset uint8, count []byte) {
		terms := fuzzedTerms(count)
		x := fuzzedFloats(t, data, int(n)%5000, squeeze, positive)
		got := fuzzUnary(t, logAccumulate(terms), x, int(offset))
		bound := 1.0
		if uint64(terms) > 1<<53 {
			bound = 2
		}
		for i, v := range x[:min(few, len(x))] {
			requireSum(t, v, terms, got[i], bound, exact.LogAccumulate)
		}
	})
}

// fuzzedTerms is the whole number, at least 0, that has these bytes, the least first:
// of any magnitude, which no number of additions to a seed would reach.
func fuzzedTerms(count []byte) int {
	var eight [8]byte
	copy(eight[:], count)
	return int(binary.LittleEndian.Uint64(eight[:]) & math.MaxInt)
}

func FuzzLogAccumulateDirect(f *testing.F) {
	for _, terms := range []uint16{0, 1, 2, 3, 100, 256, 257} {
		seeds(func(data []byte, n int) { f.Add(data, uint8(0), false, uint8(n), uint8(1), terms) })
	}
	f.Fuzz(func(t *testing.T, data []byte, squeeze uint8, positive bool, n, offset uint8, count uint16) {
		terms := int(count) % 1100
		x := fuzzedFloats(t, data, min(int(n), 30_000/(terms+1)), squeeze, positive)
		got := fuzzUnary(t, logAccumulateDirect(terms), x, int(offset))
		for i, v := range x[:min(few, len(x))] {
			requireSum(t, v, terms, got[i], 1, exact.LogAccumulateDirect)
		}
	})
}

// requireSum fails where got is not Σ ln(1+i+x) as LogAccumulate and
// LogAccumulateDirect promise it, to bound ULP.
func requireSum(t *testing.T, x float64, terms int, got, bound float64, sum func(float64, int) *big.Float) {
	t.Helper()
	switch {
	case math.IsNaN(x) || terms > 0 && x < -1:
		require.True(t, math.IsNaN(got), "%d terms at %g: %g", terms, x, got)
	case terms == 0 || terms == 1 && x == 0:
		require.Equal(t, uint64(0), math.Float64bits(got), "%d terms at %g: %g", terms, x, got)
	case x == -1:
		require.Equal(t, math.Inf(-1), got)
	case math.IsInf(x, 1):
		require.Equal(t, x, got)
	case x < 0:
		requireWithin(t, sum(x, terms), got, bound, 0x1p-53, "%d terms at %x", terms, x)
	default:
		requireWithin(t, sum(x, terms), got, bound, 0, "%d terms at %x", terms, x)
	}
}

// requireWithin fails where got errs by more than so many ULP plus an absolute error.
func requireWithin(t *testing.T, want *big.Float, got, ulp, absolute float64, format string, args ...any) {
	t.Helper()
	e, abs := exact.ULP(got, want), exact.Abs(got, want)
	if abs > absolute && !(e*(1-absolute/abs) <= ulp) {
		require.Failf(t, "beyond the bound", format+": %x errs by %g ULP, %g", append(args, got, e, abs)...)
	}
}
