package kernel_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
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

// fuzzedFloats is fuzzed, with exponents brought nearer to the exponent of 1 by halving
// them squeeze times, modulo 16, and without signs if all are to be positive. Random
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

// few is of how many results an execution works out the exact value.
const few = 3

func FuzzLog(f *testing.F)                 { fuzzOperation(f, "Log") }
func FuzzLogAccumulate(f *testing.F)       { fuzzOperation(f, "LogAccumulate") }
func FuzzLogAccumulateDirect(f *testing.F) { fuzzOperation(f, "LogAccumulateDirect") }
func FuzzLog1p(f *testing.F)               { fuzzOperation(f, "Log1p") }
func FuzzExp(f *testing.F)                 { fuzzOperation(f, "Exp") }
func FuzzXLogY(f *testing.F)               { fuzzOperation(f, "XLogY") }
func FuzzRelEntr(f *testing.F)             { fuzzOperation(f, "RelEntr") }
func FuzzKLDiv(f *testing.F)               { fuzzOperation(f, "KLDiv") }
func FuzzLogGamma(f *testing.F)            { fuzzOperation(f, "LogGamma") }
func FuzzLogFactorial(f *testing.F)        { fuzzOperation(f, "LogFactorial") }
func FuzzLogRising(f *testing.F)           { fuzzOperation(f, "LogRising") }
func FuzzLogBeta(f *testing.F)             { fuzzOperation(f, "LogBeta") }
func FuzzLogBinomial(f *testing.F)         { fuzzOperation(f, "LogBinomial") }
func FuzzLogMultichoose(f *testing.F)      { fuzzOperation(f, "LogMultichoose") }
func FuzzSumLog1p(f *testing.F)            { fuzzOperation(f, "SumLog1p") }
func FuzzLog1pSum(f *testing.F)            { fuzzOperation(f, "Log1pSum") }
func FuzzDotLog(f *testing.F)              { fuzzOperation(f, "DotLog") }
func FuzzDotLogRows(f *testing.F)          { fuzzOperation(f, "DotLogRows") }
func FuzzDotLogSum(f *testing.F)           { fuzzOperation(f, "DotLogSum") }
func FuzzEntropy(f *testing.F)             { fuzzOperation(f, "Entropy") }
func FuzzDotLogRatio(f *testing.F)         { fuzzOperation(f, "DotLogRatio") }
func FuzzRelativeEntropy(f *testing.F)     { fuzzOperation(f, "RelativeEntropy") }
func FuzzDotLogCounts(f *testing.F)        { fuzzOperation(f, "DotLogCounts") }
func FuzzLogSumExp(f *testing.F)           { fuzzOperation(f, "LogSumExp") }
func FuzzExpSum(f *testing.F)              { fuzzOperation(f, "ExpSum") }
func FuzzLogSumExpRows(f *testing.F)       { fuzzOperation(f, "LogSumExpRows") }
func FuzzSoftmax(f *testing.F)             { fuzzOperation(f, "Softmax") }
func FuzzLogSoftmax(f *testing.F)          { fuzzOperation(f, "LogSoftmax") }
func FuzzSumLogAbs(f *testing.F)           { fuzzOperation(f, "SumLogAbs") }
func FuzzSumLogRows(f *testing.F)          { fuzzOperation(f, "SumLogRows") }
func FuzzSumLogRowsStrided(f *testing.F)   { fuzzOperation(f, "SumLogRowsStrided") }
func FuzzSumLogColumns(f *testing.F)       { fuzzOperation(f, "SumLogColumns") }
func FuzzSumLogGroups(f *testing.F)        { fuzzOperation(f, "SumLogGroups") }
func FuzzSumLogOf(f *testing.F)            { fuzzOperation(f, "SumLogOf") }
func FuzzSumLogRowsOf(f *testing.F)        { fuzzOperation(f, "SumLogRowsOf") }
func FuzzWiden(f *testing.F)               { fuzzOperation(f, "Widen") }

// fuzzedElsewhere are the operations whose fuzz targets have arguments of their own.
var fuzzedElsewhere = []string{"SumLog", "Product", "Add", "AddStreaming"}

// Every operation of the table has a fuzz target of its name.
func TestEveryOperationIsFuzzed(t *testing.T) {
	source, err := os.ReadFile("fuzz_test.go")
	require.NoError(t, err)
	for _, o := range operations.All() {
		if !slices.Contains(fuzzedElsewhere, o.Name) {
			require.Contains(t, string(source), fmt.Sprintf("{ fuzzOperation(f, %q) }", o.Name))
		}
	}
}

// fuzzOperation holds an operation with every instruction set to the bits of the
// specification, and some of these to the exact results. param has the bytes of the number
// that the integer parameter is made of, the least first: of any magnitude, which no number of
// additions to a seed would reach.
func fuzzOperation(f *testing.F, name string) {
	o := operations.Find(name)
	for _, param := range o.Params[:min(5, len(o.Params))] {
		number := binary.LittleEndian.AppendUint64(nil, uint64(param))
		seeds(func(data []byte, n int) { f.Add(data, uint8(0), false, uint16(n), uint8(1), number) })
	}
	f.Fuzz(func(t *testing.T, data []byte, squeeze uint8, positive bool, n uint16, offset uint8, param []byte) {
		a := &operations.Args{}
		if o.Param != "" {
			var eight [8]byte
			copy(eight[:], param)
			a.Param = o.AnyParam(binary.LittleEndian.Uint64(eight[:]))
		}
		size := min(int(n)%20_000, 40_000/(1+o.CostOf(a.Param)))
		results, input := o.Lengths(size, a.Param)
		for i := range o.Inputs {
			a.In[i] = fuzzedFloats(t, data, input, squeeze, positive)
			if i > 0 {
				slices.Reverse(a.In[i])
			}
		}
		fuzzArgs(t, o, a.With(make([]float64, results)), int(offset))
	})
}

// moderate reports whether arguments j are of ordinary size.
func moderate(a *operations.Args, j int) bool {
	for _, x := range a.In {
		if j < len(x) && (math.Abs(x[j]) > 0x1p100 || math.Abs(x[j]) < 0x1p-100 && x[j] != 0) {
			return false
		}
	}
	return true
}

func fuzzArgs(t *testing.T, o *operations.Operation, a *operations.Args, offset int) {
	t.Helper()
	o.Spec(a)
	want := a.Dst
	for _, isa := range kernel.Supported() {
		got, intact := framed[float64](len(want), offset)
		var kept [len(a.In)][]float64
		for i := range o.Inputs {
			kept[i] = slices.Clone(a.In[i])
		}
		o.Kernel(isa, a.With(got))
		requireBits(t, o, isa, a, want, got)
		for i := range o.Inputs {
			require.Negative(t, operations.Differing(kept[i], a.In[i]), "%s, %v: input %d is changed", o.Name, isa, i)
			if o.InPlaceOf(a, i) {
				o.Kernel(isa, a.InPlace(i, got))
				requireBits(t, o, isa, a, want, got)
			}
		}
		require.True(t, intact(), "%s, %v: written outside the slice", o.Name, isa)
	}
	if o.Want == nil {
		return
	}
	for j := range min(few, len(want)) {
		if o.Inputs > 1 && o.CostOf(a.Param) > 1 && !moderate(a, j) {
			continue // the exact result takes up to a second then, for thousands of bits
		}
		if _, input := o.Lengths(1, a.Param); input <= 200 { // more would take too long
			require.NoError(t, o.Want(a, j).Check(want[j]), "%s: result %d", o.Title(a.Param), j)
		}
	}
}
