package compute_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/arrow/scalar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/adapters/arrow/arrays"
	sumlogcompute "sumlog/adapters/arrow/compute"
	"sumlog/adapters/arrow/internal/arrowtest"
)

// call calls a function of the default registry, and releases its arguments.
func call(
	t *testing.T, mem memory.Allocator, name string, args ...compute.Datum,
) compute.Datum {
	t.Helper()
	for _, a := range args {
		defer a.Release()
	}
	got, err := compute.CallFunction(compute.WithAllocator(t.Context(), mem), name, nil, args...)
	require.NoError(t, err, name)
	return got
}

// sameElements compares arrays with all their bits, those at nulls included.
func sameElements(t *testing.T, want *array.Float64, got arrow.Array) {
	t.Helper()
	require.Equal(t, want.Len(), got.Len())
	require.Equal(t, want.NullN(), got.NullN())
	for i := range want.Len() {
		require.Equal(t, want.IsNull(i), got.IsNull(i), i)
		w, g := want.Value(i), got.(*array.Float64).Value(i)
		if math.Float64bits(w) != math.Float64bits(g) {
			require.Failf(t, "other bits", "element %d: want %v, got %v", i, w, g)
		}
	}
}

type function struct {
	name string
	f    any
}

var scalarFunctions = []function{
	{"sumlog_log", arrays.Log},
	{"sumlog_log1p", arrays.Log1p},
	{"sumlog_exp", arrays.Exp},
	{"sumlog_log_gamma", arrays.LogGamma},
	{"sumlog_log_factorial", arrays.LogFactorial},
	{"sumlog_log_rising", arrays.LogRising},
	{"sumlog_log_binomial", arrays.LogBinomial},
	{"sumlog_log_multichoose", arrays.LogMultichoose},
	{"sumlog_log_beta", arrays.LogBeta},
	{"sumlog_xlogy", arrays.XLogY},
}

func (f function) want(t *testing.T, x ...arrow.Array) *array.Float64 {
	t.Helper()
	var a *array.Float64
	var err error
	switch f := f.f.(type) {
	case func(context.Context, memory.Allocator, arrow.Array) (*array.Float64, error):
		a, err = f(t.Context(), memory.DefaultAllocator, x[0])
	case func(context.Context, memory.Allocator, arrow.Array, arrow.Array) (*array.Float64, error):
		a, err = f(t.Context(), memory.DefaultAllocator, x[0], x[1])
	}
	require.NoError(t, err)
	return a
}

func (f function) args(t *testing.T) int {
	t.Helper()
	got, ok := compute.GetFunctionRegistry().GetFunction(f.name)
	require.True(t, ok, f.name)
	require.NoError(t, got.Validate())
	return got.Arity().NArgs
}

func TestScalarFunctions(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	r := rand.New(rand.NewPCG(1, 2))
	for _, f := range scalarFunctions {
		for i, typ := range arrowtest.Types {
			for _, nulls := range []float64{0, 0.3, 1} {
				const n = 1500
				args := []arrow.Array{arrowtest.Random(r, typ, n, nulls, r.IntN(100))}
				if f.args(t) == 2 {
					other := arrowtest.Types[(i+3)%len(arrowtest.Types)]
					args = append(args, arrowtest.Random(r, other, n, nulls/3, r.IntN(100)))
				}
				data, cut := make([]compute.Datum, len(args)), make([]compute.Datum, len(args))
				for j, a := range args {
					c := arrowtest.Cut(r, a, 4)
					data[j], cut[j] = compute.NewDatum(a), compute.NewDatum(c)
					c.Release()
				}
				want := f.want(t, args...)

				got := call(t, mem, f.name, data...)
				a := got.(*compute.ArrayDatum).MakeArray()
				sameElements(t, want, a)
				a.Release()
				got.Release()

				got = call(t, mem, f.name, cut...)
				chunked := got.(*compute.ChunkedDatum).Value
				a, err := array.Concatenate(chunked.Chunks(), memory.DefaultAllocator)
				require.NoError(t, err)
				sameElements(t, want, a)
				got.Release()
			}
		}
	}
}

// A scalar stands for an array of it, and scalars alone give a scalar.
func TestScalarArguments(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	r := rand.New(rand.NewPCG(3, 4))
	const n, x = 1500, 7
	b := array.NewInt32Builder(memory.DefaultAllocator)
	for range n {
		b.Append(x)
	}
	same := b.NewArray()
	y := arrowtest.Random(r, arrow.PrimitiveTypes.Float32, n, 0.2, 9)
	for _, f := range scalarFunctions {
		if f.args(t) == 1 {
			got := call(t, mem, f.name, compute.NewDatum(scalar.NewInt32Scalar(x)))
			value := got.(*compute.ScalarDatum).Value.(*scalar.Float64).Value
			assert.Equal(t, f.want(t, same).Value(0), value)
			continue
		}
		s := func() compute.Datum { return compute.NewDatum(scalar.NewInt32Scalar(x)) }
		for _, args := range [][2]bool{{true, false}, {false, true}} {
			data, want := [2]compute.Datum{}, [2]arrow.Array{}
			for i, isScalar := range args {
				if isScalar {
					data[i], want[i] = s(), same
				} else {
					data[i], want[i] = compute.NewDatum(y), y
				}
			}
			got := call(t, mem, f.name, data[:]...)
			a := got.(*compute.ArrayDatum).MakeArray()
			sameElements(t, f.want(t, want[:]...), a)
			a.Release()
			got.Release()
		}
		got := call(t, mem, f.name, s(), s())
		value := got.(*compute.ScalarDatum).Value.(*scalar.Float64).Value
		assert.Equal(t, f.want(t, same, same).Value(0), value)

		null := compute.NewDatum(scalar.MakeNullScalar(arrow.PrimitiveTypes.Float64))
		got = call(t, mem, f.name, compute.NewDatum(y), null)
		a := got.(*compute.ArrayDatum).MakeArray()
		assert.Equal(t, n, a.NullN(), f.name)
		a.Release()
		got.Release()
	}
}

func TestAggregates(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	ctx := t.Context()
	r := rand.New(rand.NewPCG(5, 6))
	w := arrowtest.Random(r, arrow.PrimitiveTypes.Int16, 9000, 0.1, 3)
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 9000, 0.1, 5)
	y := arrowtest.Random(r, arrow.PrimitiveTypes.Float32, 9000, 0, 5)
	check := func(name string, want float64, err error, args ...arrow.Array) {
		t.Helper()
		require.NoError(t, err)
		for _, chunked := range []bool{false, true} {
			data := make([]compute.Datum, len(args))
			for i, a := range args {
				data[i] = compute.NewDatum(a)
				if c := arrowtest.Cut(r, a, 3); chunked {
					data[i].Release()
					data[i] = compute.NewDatum(c)
					c.Release()
				}
			}
			got := call(t, mem, name, data...).(*compute.ScalarDatum).Value.(*scalar.Float64)
			assert.Equal(t, math.Float64bits(want), math.Float64bits(got.Value), name)
		}
	}
	want, err := arrays.SumLog(ctx, x)
	check("sumlog_sum_log", want, err, x)
	want, err = arrays.SumLog1p(ctx, x)
	check("sumlog_sum_log1p", want, err, x)
	want, err = arrays.Entropy(ctx, y)
	check("sumlog_entropy", want, err, y)
	want, err = arrays.DotLog(ctx, w, x)
	check("sumlog_dot_log", want, err, w, x)
	want, err = arrays.RelativeEntropy(ctx, x, y)
	check("sumlog_relative_entropy", want, err, x, y)
	want, err = arrays.DotLogRatio(ctx, w, x, y)
	check("sumlog_dot_log_ratio", want, err, w, x, y)

	sum, sign, err := arrays.SumLogAbs(ctx, x)
	require.NoError(t, err)
	got := call(t, mem, "sumlog_sum_log_abs", compute.NewDatum(x)).(*compute.ScalarDatum)
	fields := got.Value.(*scalar.Struct)
	for name, want := range map[string]float64{"sum": sum, "sign": sign} {
		field, err := fields.Field(name)
		require.NoError(t, err)
		assert.Equal(t, want, field.(*scalar.Float64).Value)
	}

	one := call(t, mem, "sumlog_sum_log", compute.NewDatum(scalar.NewFloat64Scalar(2)))
	assert.Equal(t, math.Ln2, one.(*compute.ScalarDatum).Value.(*scalar.Float64).Value)
}

func TestRegister(t *testing.T) {
	parent := compute.GetFunctionRegistry()
	assert.ErrorIs(t, sumlogcompute.Register(parent), sumlogcompute.ErrRegistered)

	r := compute.NewRegistry()
	require.NoError(t, sumlogcompute.Register(r))
	assert.Equal(t, 17, r.NumFunctions())
	n := r.NumFunctions()
	assert.ErrorIs(t, sumlogcompute.Register(r), sumlogcompute.ErrRegistered)
	assert.Equal(t, n, r.NumFunctions())
}

func TestErrors(t *testing.T) {
	ctx := t.Context()
	text := compute.NewDatum(scalar.NewStringScalar("x"))
	_, err := compute.CallFunction(ctx, "sumlog_log", nil, text)
	assert.Error(t, err)
	_, err = compute.CallFunction(ctx, "sumlog_sum_log", nil, text)
	assert.ErrorIs(t, err, arrow.ErrType)

	b := array.NewFloat64Builder(memory.DefaultAllocator)
	b.AppendValues([]float64{1, 2}, nil)
	two := compute.NewDatum(b.NewArray())
	_, err = compute.CallFunction(ctx, "sumlog_dot_log", nil,
		compute.NewDatum(scalar.NewFloat64Scalar(2)), two)
	assert.ErrorIs(t, err, arrow.ErrInvalid)
	assert.EqualError(t, err, "sumlog_dot_log: w has 1 elements, x has 2: invalid")

	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = compute.CallFunction(ended, "sumlog_log", nil, two)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = compute.CallFunction(ended, "sumlog_sum_log", nil, two)
	assert.ErrorIs(t, err, context.Canceled)
}
