package arrays

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"sumlog/adapters/arrow/internal/functions"
	"sumlog/adapters/arrow/internal/rows"
	"sumlog/dispatch"
)

// Log returns ln x of each element.
//
// Error bound and special values are those of [kernel.Log].
func Log(ctx context.Context, mem memory.Allocator, x arrow.Array) (*array.Float64, error) {
	return apply(ctx, mem, &functions.Log, x)
}

// Log1p returns ln(1+x) of each element, without rounding 1+x.
//
// Error bound and special values are those of [kernel.Log1p].
func Log1p(ctx context.Context, mem memory.Allocator, x arrow.Array) (*array.Float64, error) {
	return apply(ctx, mem, &functions.Log1p, x)
}

// Exp returns e^x of each element.
//
// Error bound and special values are those of [kernel.Exp].
func Exp(ctx context.Context, mem memory.Allocator, x arrow.Array) (*array.Float64, error) {
	return apply(ctx, mem, &functions.Exp, x)
}

// LogGamma returns ln Γ(x) of each element: lgamma, gammaln.
//
// Error bound and special values are those of [kernel.LogGamma].
func LogGamma(ctx context.Context, mem memory.Allocator, x arrow.Array) (*array.Float64, error) {
	return apply(ctx, mem, &functions.LogGamma, x)
}

// LogFactorial returns ln x! of each element.
//
// Error bound and special values are those of [kernel.LogFactorial].
func LogFactorial(
	ctx context.Context, mem memory.Allocator, x arrow.Array,
) (*array.Float64, error) {
	return apply(ctx, mem, &functions.LogFactorial, x)
}

// LogRising returns ln Γ(x+n) - ln Γ(x) of each pair of elements: ln of the rising factorial, the
// Pochhammer symbol.
//
// Error bound and special values are those of [kernel.LogRising].
//
// It panics where x and n differ in length.
func LogRising(
	ctx context.Context, mem memory.Allocator, x, n arrow.Array,
) (*array.Float64, error) {
	return apply(ctx, mem, &functions.LogRising, x, n)
}

// LogBinomial returns ln C(n, k) of each pair of elements: n choose k, lchoose.
//
// Error bound and special values are those of [kernel.LogBinomial].
//
// It panics where n and k differ in length.
func LogBinomial(
	ctx context.Context, mem memory.Allocator, n, k arrow.Array,
) (*array.Float64, error) {
	return apply(ctx, mem, &functions.LogBinomial, n, k)
}

// LogMultichoose returns ln C(y+r-1, y) of each pair of elements: the coefficient of the negative
// binomial distribution.
//
// Error bound and special values are those of [kernel.LogMultichoose].
//
// It panics where r and y differ in length.
func LogMultichoose(
	ctx context.Context, mem memory.Allocator, r, y arrow.Array,
) (*array.Float64, error) {
	return apply(ctx, mem, &functions.LogMultichoose, r, y)
}

// LogBeta returns ln B(a, b) of each pair of elements: betaln, lbeta.
//
// Error bound and special values are those of [kernel.LogBeta].
//
// It panics where a and b differ in length.
func LogBeta(ctx context.Context, mem memory.Allocator, a, b arrow.Array) (*array.Float64, error) {
	return apply(ctx, mem, &functions.LogBeta, a, b)
}

// XLogY returns x·ln y of each pair of elements, with 0·ln y = 0.
//
// Error bound and special values are those of [kernel.XLogY].
//
// It panics where x and y differ in length.
func XLogY(ctx context.Context, mem memory.Allocator, x, y arrow.Array) (*array.Float64, error) {
	return apply(ctx, mem, &functions.XLogY, x, y)
}

// Chunks returns f of each chunk of x, as a chunked array of float64:
//
//	arrays.Chunks(x, func(a arrow.Array) (*array.Float64, error) { return arrays.Log(ctx, mem, a) })
//
// It returns the first error of f.
func Chunks(
	x *arrow.Chunked, f func(chunk arrow.Array) (*array.Float64, error),
) (*arrow.Chunked, error) {
	results := make([]arrow.Array, 0, len(x.Chunks()))
	defer func() {
		for _, a := range results {
			a.Release()
		}
	}()
	for _, chunk := range x.Chunks() {
		a, err := f(chunk)
		if err != nil {
			return nil, err
		}
		results = append(results, a)
	}
	return arrow.NewChunked(arrow.PrimitiveTypes.Float64, results), nil
}

func apply(
	ctx context.Context, mem memory.Allocator, f *functions.Function, args ...arrow.Array,
) (*array.Float64, error) {
	op := "sumlog/adapters/arrow/arrays: " + f.Name
	n := args[0].Len()
	columns := make([]rows.Column, len(args))
	for i, a := range args {
		if a.Len() != n {
			panicLengths(op, f.Args[0], f.Args[i], n, a.Len())
		}
		var ok bool
		if columns[i], ok = rows.Of(a); !ok {
			return nil, errType(op, f.Args[i], a)
		}
	}
	values := memory.NewResizableBuffer(mem)
	defer values.Release()
	values.Resize(arrow.Float64Traits.BytesRequired(n))
	dst := arrow.Float64Traits.CastFromBytes(values.Bytes())
	if err := rows.Apply(ctx, dst, f.Cost.Of(dispatch.ISA()), f.Call, columns...); err != nil {
		return nil, err
	}
	validity, nulls := validityOf(mem, args)
	if validity != nil {
		defer validity.Release()
	}
	buffers := []*memory.Buffer{validity, values}
	data := array.NewData(arrow.PrimitiveTypes.Float64, n, buffers, nil, nulls, 0)
	defer data.Release()
	return array.NewFloat64Data(data), nil
}

// validityOf returns a bitmap of the positions where none of the arguments is null, and the number
// of the others; nil, where there are none.
func validityOf(mem memory.Allocator, args []arrow.Array) (*memory.Buffer, int) {
	n := args[0].Len()
	var bitmap *memory.Buffer
	for _, a := range args {
		if len(a.NullBitmapBytes()) == 0 || a.NullN() == 0 {
			continue
		}
		bits, offset := a.NullBitmapBytes(), a.Data().Offset()
		if bitmap == nil {
			bitmap = memory.NewResizableBuffer(mem)
			bitmap.Resize(int(bitutil.BytesForBits(int64(n))))
			bitutil.CopyBitmap(bits, offset, n, bitmap.Bytes(), 0)
			continue
		}
		b := bitmap.Bytes()
		bitutil.BitmapAnd(b, bits, 0, int64(offset), b, 0, int64(n))
	}
	if bitmap == nil {
		return nil, 0
	}
	return bitmap, n - bitutil.CountSetBits(bitmap.Bytes(), 0, n)
}
