package arrays

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/adapters/arrow/internal/arrowtest"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// sums are the sums, and what they must return for elements none of which is null.
var sums = []struct {
	name string
	args int
	sum  func(ctx context.Context, x ...Values) (float64, error)
	want func(x ...[]float64) float64
}{
	{
		"SumLog", 1,
		func(ctx context.Context, x ...Values) (float64, error) { return SumLog(ctx, x[0]) },
		func(x ...[]float64) float64 { return sumlog.SumLog(x[0]) },
	},
	{
		"SumLog1p", 1,
		func(ctx context.Context, x ...Values) (float64, error) { return SumLog1p(ctx, x[0]) },
		func(x ...[]float64) float64 { return sumlog.SumLog1p(x[0]) },
	},
	{
		"SumLogAbs", 1,
		func(ctx context.Context, x ...Values) (float64, error) {
			sum, sign, err := SumLogAbs(ctx, x[0])
			return sum * sign, err
		},
		func(x ...[]float64) float64 {
			sum, sign := sumlog.SumLogAbs(x[0])
			return sum * sign
		},
	},
	{
		"Entropy", 1,
		func(ctx context.Context, x ...Values) (float64, error) { return Entropy(ctx, x[0]) },
		func(x ...[]float64) float64 { return sumlog.Entropy(x[0]) },
	},
	{
		"DotLog", 2,
		func(ctx context.Context, x ...Values) (float64, error) { return DotLog(ctx, x[0], x[1]) },
		func(x ...[]float64) float64 { return sumlog.DotLog(x[0], x[1]) },
	},
	{
		"RelativeEntropy", 2,
		func(ctx context.Context, x ...Values) (float64, error) {
			return RelativeEntropy(ctx, x[0], x[1])
		},
		func(x ...[]float64) float64 { return sumlog.RelativeEntropy(x[0], x[1]) },
	},
	{
		"DotLogRatio", 3,
		func(ctx context.Context, x ...Values) (float64, error) {
			return DotLogRatio(ctx, x[0], x[1], x[2])
		},
		func(x ...[]float64) float64 { return sumlog.DotLogRatio(x[0], x[1], x[2]) },
	},
}

func sameBits(t *testing.T, want, got float64, msg ...any) {
	t.Helper()
	if math.IsNaN(want) && math.IsNaN(got) {
		return
	}
	if math.Float64bits(want) != math.Float64bits(got) {
		require.Failf(t, "other bits", "want %v, got %v: %v", want, got, msg)
	}
}

// Arrays of every type, with nulls and without, are summed as their valid elements are.
func TestSums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range sums {
		for i, typ := range arrowtest.Types {
			for _, n := range []int{0, 1, 64, 65, 4095, 4096, 4097, 10_000} {
				for _, nulls := range []float64{0, 0.01, 0.5, 0.99, 1} {
					args, values := make([]arrow.Array, s.args), make([]Values, s.args)
					for j := range args {
						// Other types beside it, and those without nulls.
						other := arrowtest.Types[(i+3*j)%len(arrowtest.Types)]
						share := nulls * float64((1+j)%3) / 2
						args[j] = arrowtest.Random(r, other, n, share, r.IntN(200))
						values[j] = args[j]
					}
					got, err := s.sum(t.Context(), values...)
					require.NoError(t, err)
					want := s.want(arrowtest.Valid(args...)...)
					sameBits(t, want, got, s.name, typ, n, nulls)
				}
			}
		}
	}
}

// A slice may begin and end at any bit of a bitmap, and a bitmap at any byte of its end.
func TestSumsEveryOffset(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for offset := range 130 {
		for _, n := range []int{1, 7, 8, 9, 56, 63, 64, 65, 127, 128, 129, 300} {
			a := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, n, 0.3, offset)
			got, err := SumLog(t.Context(), a)
			require.NoError(t, err)
			sameBits(t, sumlog.SumLog(arrowtest.Valid(a)[0]), got, offset, n)
			slice := array.NewSlice(a, int64(n/3), int64(n))
			got, err = SumLog(t.Context(), slice)
			require.NoError(t, err)
			sameBits(t, sumlog.SumLog(arrowtest.Valid(slice)[0]), got, offset, n)
		}
	}
}

// The bits do not depend on how the elements are divided into chunks.
func TestChunkings(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const n = 20_000
	for _, nulls := range []float64{0, 0.1} {
		x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, n, nulls, 3)
		y := arrowtest.Random(r, arrow.PrimitiveTypes.Int32, n, nulls/2, 0)
		valid, pairs := arrowtest.Valid(x), arrowtest.Valid(y, x)
		sum, dot := sumlog.SumLog(valid[0]), sumlog.DotLog(pairs[0], pairs[1])
		for i := range 500 {
			cx := arrowtest.Cut(r, x, 1+r.IntN(1+i%40))
			cy := arrowtest.Cut(r, y, 1+r.IntN(1+i%40))
			got, err := SumLog(t.Context(), cx)
			require.NoError(t, err)
			sameBits(t, sum, got, i)
			if i%5 > 0 { // the weights cancel, which takes a hundred times as long
				continue
			}
			got, err = DotLog(t.Context(), cy, cx)
			require.NoError(t, err)
			sameBits(t, dot, got, i)
		}
	}
}

// Arrays that arrive one after the other have the sum of all.
func TestLogSum(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for i := range 200 {
		x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, r.IntN(50_000), 0.1*float64(i%2), 3)
		var want kernel.Product
		valid := arrowtest.Valid(x)[0]
		want.Add(dispatch.ISA(), valid)
		var s LogSum
		for _, chunk := range arrowtest.Cut(r, x, 1+r.IntN(1+i)).Chunks() {
			require.NoError(t, s.Add(t.Context(), chunk))
			s.Sum()
		}
		require.Equal(t, want, s.Product()) // of other blocks its error differs
		sameBits(t, sumlog.SumLog(valid), s.Sum(), i)
	}
	var s LogSum
	assert.ErrorIs(t, s.Add(t.Context(), array.NewStringBuilder(memory.DefaultAllocator).NewArray()),
		arrow.ErrType)
	assert.Equal(t, 0.0, s.Sum())
}

// Long columns are divided among workers, and rows with nulls into segments.
func TestLongColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, nulls := range []float64{0, 0.001, 0.5} {
		x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 600_000, nulls, 11)
		valid := arrowtest.Valid(x)[0]
		for _, chunks := range []int{1, 7} {
			got, err := SumLog(t.Context(), arrowtest.Cut(r, x, chunks))
			require.NoError(t, err)
			sameBits(t, sumlog.SumLog(valid), got, nulls, chunks)
			sum, sign, err := SumLogAbs(t.Context(), arrowtest.Cut(r, x, chunks))
			require.NoError(t, err)
			sameBits(t, sumlog.SumLog(valid), sum)
			assert.Equal(t, 1.0, sign)
		}
	}
}

// The sign belongs to the product of the valid elements.
func TestSumLogAbsSign(t *testing.T) {
	signs := map[float64]bool{}
	for n := 9000; n < 9010; n++ {
		b := array.NewFloat64Builder(memory.DefaultAllocator)
		for i := range n {
			switch {
			case i%10 == 3:
				b.AppendNull()
			case i%3 == 0:
				b.Append(-2)
			default:
				b.Append(3)
			}
		}
		x := b.NewFloat64Array()
		wantSum, wantSign := sumlog.SumLogAbs(arrowtest.Valid(x)[0])
		sum, sign, err := SumLogAbs(t.Context(), x)
		require.NoError(t, err)
		sameBits(t, wantSum, sum)
		assert.Equal(t, wantSign, sign)
		signs[sign] = true
	}
	assert.Len(t, signs, 2)
}

// DotLog goes over weights that cancel a second time.
func TestDotLogCancels(t *testing.T) {
	const n = 20_000
	r := rand.New(rand.NewPCG(9, 10))
	w, x := make([]float64, n), make([]float64, n)
	for i := 0; i < n; i += 2 {
		w[i], w[i+1] = 1, -1
		x[i] = 1 + r.Float64()
		x[i+1] = x[i] * (1 + 1e-15*r.Float64())
	}
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	b.AppendValues(w, nil)
	b.AppendNull()
	wa := b.NewFloat64Array()
	b.AppendValues(x, nil)
	b.Append(math.NaN()) // at a null weight
	xa := b.NewFloat64Array()
	got, err := DotLog(t.Context(), wa, arrowtest.Cut(r, xa, 5))
	require.NoError(t, err)
	sameBits(t, sumlog.DotLog(w, x), got)
	require.Less(t, math.Abs(got), 1e-9)
}

func TestSumsMistakes(t *testing.T) {
	ctx, mem := t.Context(), memory.DefaultAllocator
	text := array.NewStringBuilder(mem).NewStringArray()
	_, err := SumLog(ctx, text)
	assert.ErrorIs(t, err, arrow.ErrType)
	assert.EqualError(t, err, "sumlog/adapters/arrow/arrays: SumLog: x is of type utf8, "+
		"want float64, float32 or an integer type: type error")
	for _, s := range sums {
		values := []Values{text, text, text}[:s.args]
		_, err := s.sum(ctx, values...)
		assert.ErrorIs(t, err, arrow.ErrType, s.name)
	}
	b := array.NewFloat64Builder(mem)
	b.AppendValues([]float64{1, 2, 3}, nil)
	three := b.NewFloat64Array()
	two := array.NewSlice(three, 0, 2)
	assert.PanicsWithValue(t,
		"sumlog/adapters/arrow/arrays: DotLog: w has 3 elements, x has 2",
		func() { _, _ = DotLog(ctx, three, two) })
	assert.PanicsWithValue(t,
		"sumlog/adapters/arrow/arrays: DotLogRatio: w has 3 elements, y has 2",
		func() { _, _ = DotLogRatio(ctx, three, three, two) })
	assert.PanicsWithValue(t, "sumlog/adapters/arrow/arrays: SumLog: x is a *array.Data, "+
		"want an arrow.Array or an *arrow.Chunked",
		func() { _, _ = SumLog(ctx, three.Data().(*array.Data)) })

	ended, cancel := context.WithCancel(ctx)
	cancel()
	for _, s := range sums {
		_, err := s.sum(ended, []Values{three, three, three}[:s.args]...)
		assert.ErrorIs(t, err, context.Canceled, s.name)
	}
}
