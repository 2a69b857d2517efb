package arrays

import (
	"context"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/adapters/arrow/internal/arrowtest"
)

type (
	unaryFunc func(
		ctx context.Context, mem memory.Allocator, x arrow.Array,
	) (*array.Float64, error)
	binaryFunc func(
		ctx context.Context, mem memory.Allocator, x, y arrow.Array,
	) (*array.Float64, error)
)

var unaries = []struct {
	name string
	f    unaryFunc
	want func(dst, x []float64)
}{
	{"Log", Log, sumlog.Log},
	{"Log1p", Log1p, sumlog.Log1p},
	{"Exp", Exp, sumlog.Exp},
	{"LogGamma", LogGamma, sumlog.LogGamma},
	{"LogFactorial", LogFactorial, sumlog.LogFactorial},
}

var binaries = []struct {
	name string
	f    binaryFunc
	want func(dst, x, y []float64)
}{
	{"LogRising", LogRising, sumlog.LogRising},
	{"LogBinomial", LogBinomial, sumlog.LogBinomial},
	{"LogMultichoose", LogMultichoose, sumlog.LogMultichoose},
	{"LogBeta", LogBeta, sumlog.LogBeta},
	{"XLogY", XLogY, sumlog.XLogY},
}

// checkElements compares an array of results with the library's results for the valid elements.
func checkElements(
	t *testing.T, got *array.Float64, want func(dst []float64, x [][]float64), args ...arrow.Array,
) {
	t.Helper()
	require.Equal(t, args[0].Len(), got.Len())
	nulls := 0
	for i := range got.Len() {
		null := false
		for _, a := range args {
			null = null || a.IsNull(i)
		}
		if null != got.IsNull(i) {
			require.Failf(t, "other validity", "element %d", i)
		}
		if null {
			nulls++
		}
	}
	require.Equal(t, nulls, got.NullN())
	dst := make([]float64, got.Len()-nulls)
	want(dst, arrowtest.Valid(args...))
	if len(dst) > 0 {
		for i, v := range arrowtest.Valid(got)[0] {
			sameBits(t, dst[i], v, i)
		}
	}
	for _, b := range got.Data().Buffers() {
		if b != nil && b.Len() > 0 {
			require.Zero(t, uintptr(unsafe.Pointer(unsafe.SliceData(b.Bytes())))%64)
		}
	}
}

func TestElements(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	r := rand.New(rand.NewPCG(1, 2))
	for i, typ := range arrowtest.Types {
		other := arrowtest.Types[(3*i+1)%len(arrowtest.Types)]
		for _, n := range []int{0, 1, 64, 65, 1023, 1024, 1025, 3000} {
			for _, nulls := range []float64{0, 0.001, 0.3, 1} {
				x := arrowtest.Random(r, typ, n, nulls, r.IntN(100))
				y := arrowtest.Random(r, other, n, nulls*float64(i%2), r.IntN(100))
				for _, f := range unaries {
					got, err := f.f(t.Context(), mem, x)
					require.NoError(t, err, f.name)
					checkElements(t, got, func(dst []float64, x [][]float64) { f.want(dst, x[0]) }, x)
					got.Release()
				}
				for _, f := range binaries {
					got, err := f.f(t.Context(), mem, y, x)
					require.NoError(t, err, f.name)
					checkElements(t, got,
						func(dst []float64, x [][]float64) { f.want(dst, x[0], x[1]) }, y, x)
					got.Release()
				}
			}
		}
	}
}

// The validity bitmap is carried from any bit of the arguments' bitmaps.
func TestElementsEveryOffset(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	r := rand.New(rand.NewPCG(3, 4))
	for offset := range 70 {
		for _, n := range []int{1, 8, 63, 64, 65, 200} {
			x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, n, 0.3, offset)
			y := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, n, 0.3, r.IntN(70))
			got, err := Log(t.Context(), mem, x)
			require.NoError(t, err)
			checkElements(t, got, func(dst []float64, x [][]float64) { sumlog.Log(dst, x[0]) }, x)
			got.Release()
			got, err = XLogY(t.Context(), mem, x, y)
			require.NoError(t, err)
			checkElements(t, got,
				func(dst []float64, x [][]float64) { sumlog.XLogY(dst, x[0], x[1]) }, x, y)
			got.Release()
		}
	}
}

// What lies at the nulls changes no bit of the buffers.
func TestElementsNullsAreOne(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	one := []float64{1}
	sumlog.Exp(one, one)
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	b.AppendValues(make([]float64, 2500), nil)
	b.AppendNull()
	b.AppendValues(make([]float64, 2500), nil)
	for _, x := range []arrow.Array{
		arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 3000, 0.2, 5),
		array.NewSlice(b.NewArray(), 1000, 4000), // a null that other blocks do not have
	} {
		got, err := Exp(t.Context(), memory.DefaultAllocator, x)
		require.NoError(t, err)
		nulls := 0
		for i := range got.Len() {
			if got.IsNull(i) {
				nulls++
				require.Equal(t, one[0], got.Float64Values()[i])
			}
		}
		require.NotZero(t, nulls)
	}
}

func TestChunks(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	r := rand.New(rand.NewPCG(7, 8))
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Int16, 3000, 0.2, 5)
	cut := arrowtest.Cut(r, x, 9)
	got, err := Chunks(cut, func(a arrow.Array) (*array.Float64, error) {
		return Log(t.Context(), mem, a)
	})
	require.NoError(t, err)
	defer got.Release()
	require.Equal(t, cut.NullN(), got.NullN())
	for i, c := range got.Chunks() {
		checkElements(t, c.(*array.Float64),
			func(dst []float64, x [][]float64) { sumlog.Log(dst, x[0]) }, cut.Chunk(i))
	}
	n := 0
	_, err = Chunks(cut, func(a arrow.Array) (*array.Float64, error) {
		if n++; n == 3 {
			return nil, context.Canceled
		}
		return Log(t.Context(), mem, a)
	})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestElementsMistakes(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	text := array.NewStringBuilder(memory.DefaultAllocator).NewStringArray()
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	b.AppendValues([]float64{1, 2, 3}, nil)
	three := b.NewFloat64Array()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, f := range unaries {
		_, err := f.f(t.Context(), mem, text)
		assert.ErrorIs(t, err, arrow.ErrType, f.name)
		_, err = f.f(ended, mem, three)
		assert.ErrorIs(t, err, context.Canceled, f.name)
	}
	assert.PanicsWithValue(t,
		"sumlog/adapters/arrow/arrays: LogBinomial: n has 3 elements, k has 1",
		func() { _, _ = LogBinomial(t.Context(), mem, three, array.NewSlice(three, 1, 2)) })
}
