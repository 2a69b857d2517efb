package compute

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/compute/exec"

	"sumlog/adapters/arrow/internal/functions"
	"sumlog/adapters/arrow/internal/rows"
	"sumlog/dispatch"
)

// number matches the types that the adapters read.
type number struct{}

func (number) String() string                     { return "number" }
func (number) Matches(t arrow.DataType) bool      { return rows.Matches(t.ID()) }
func (number) Equals(other exec.TypeMatcher) bool { return other == number{} }

// scalarFunction makes a function of Arrow's of f.
func scalarFunction(f *functions.Function) (compute.Function, error) {
	in := make([]exec.InputType, len(f.Args))
	for i := range in {
		in[i] = exec.NewMatchedInput(number{})
	}
	doc := compute.FunctionDoc{Summary: f.Summary, ArgNames: f.Args}
	s := compute.NewScalarFunction(f.Arrow, compute.Arity{NArgs: len(f.Args)}, doc)
	out := exec.NewOutputType(arrow.PrimitiveTypes.Float64)
	return s, s.AddNewKernel(in, out, kernelOf(f), nil)
}

func kernelOf(f *functions.Function) exec.ArrayKernelExec {
	call, cost := f.Call, f.Cost
	return func(k *exec.KernelCtx, span *exec.ExecSpan, out *exec.ExecResult) error {
		columns := make([]rows.Column, len(span.Values))
		for i := range columns {
			columns[i] = columnOf(&span.Values[i], int(span.Len))
		}
		if out.Buffers[0].Buf != nil {
			// The executor otherwise takes the nulls of the last chunk for those of all.
			out.Nulls = array.UnknownNullCount
		}
		ctx := k.Ctx
		if ctx == nil {
			ctx = context.Background()
		}
		dst := exec.GetSpanValues[float64](out, 1)
		return rows.Apply(ctx, dst, cost.Of(dispatch.ISA()), call, columns...)
	}
}

// columnOf returns the n rows of v, which is an array or a scalar of a type that number matches.
func columnOf(v *exec.ExecValue, n int) rows.Column {
	if v.IsArray() {
		return spanColumn(&v.Array)
	}
	var one exec.ArraySpan
	one.FillFromScalar(v.Scalar)
	c := spanColumn(&one)
	return c.Repeat(n)
}

func spanColumn(a *exec.ArraySpan) rows.Column {
	var validity []byte
	if a.MayHaveNulls() {
		validity = a.Buffers[0].Buf
	}
	c, _ := rows.New(a.Type.ID(), int(a.Offset), int(a.Len), validity, a.Buffers[1].Buf)
	return c
}
