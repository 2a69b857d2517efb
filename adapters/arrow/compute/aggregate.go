package compute

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/scalar"

	"sumlog/adapters/arrow/arrays"
)

// aggregates returns the sums. Arrow's registry has no kind of function for aggregates in Go, so
// they are meta functions.
func aggregates() []compute.Function {
	return []compute.Function{
		sum1("sumlog_sum_log", "Sum of natural logarithms", "x", arrays.SumLog),
		sum1("sumlog_sum_log1p", "Sum of ln(1+x)", "x", arrays.SumLog1p),
		sum1("sumlog_entropy", "Entropy of a distribution in nats", "p", arrays.Entropy),
		sum2("sumlog_dot_log", "Weighted sum of natural logarithms", "w", "x", arrays.DotLog),
		sum2("sumlog_relative_entropy", "Kullback-Leibler divergence in nats", "p", "q",
			arrays.RelativeEntropy),
		aggregate("sumlog_dot_log_ratio", "Weighted sum of ln(x/y)", []string{"w", "x", "y"},
			func(ctx context.Context, a []arrays.Values) (scalar.Scalar, error) {
				return scalarOf(arrays.DotLogRatio(ctx, a[0], a[1], a[2]))
			}),
		aggregate("sumlog_sum_log_abs", "Sum of ln|x| and sign of the product", []string{"x"},
			func(ctx context.Context, a []arrays.Values) (scalar.Scalar, error) {
				sum, sign, err := arrays.SumLogAbs(ctx, a[0])
				if err != nil {
					return nil, err
				}
				return scalar.NewStructScalarWithNames(
					[]scalar.Scalar{scalar.NewFloat64Scalar(sum), scalar.NewFloat64Scalar(sign)},
					[]string{"sum", "sign"})
			}),
	}
}

func sum1(
	name, summary, arg string, f func(context.Context, arrays.Values) (float64, error),
) compute.Function {
	return aggregate(name, summary, []string{arg},
		func(ctx context.Context, a []arrays.Values) (scalar.Scalar, error) {
			return scalarOf(f(ctx, a[0]))
		})
}

func sum2(
	name, summary, arg0, arg1 string,
	f func(ctx context.Context, w, x arrays.Values) (float64, error),
) compute.Function {
	return aggregate(name, summary, []string{arg0, arg1},
		func(ctx context.Context, a []arrays.Values) (scalar.Scalar, error) {
			return scalarOf(f(ctx, a[0], a[1]))
		})
}

func scalarOf(sum float64, err error) (scalar.Scalar, error) {
	if err != nil {
		return nil, err
	}
	return scalar.NewFloat64Scalar(sum), nil
}

func aggregate(
	name, summary string, args []string,
	f func(context.Context, []arrays.Values) (scalar.Scalar, error),
) compute.Function {
	doc := compute.FunctionDoc{Summary: summary, ArgNames: args}
	call := func(
		ctx context.Context, _ compute.FunctionOptions, data ...compute.Datum,
	) (compute.Datum, error) {
		values := make([]arrays.Values, len(data))
		for i, d := range data {
			v, release, err := valuesOf(ctx, d)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, args[i], err)
			}
			defer release()
			values[i] = v
		}
		for i, v := range values {
			if v.Len() != values[0].Len() {
				return nil, fmt.Errorf("%s: %s has %d elements, %s has %d: %w",
					name, args[0], values[0].Len(), args[i], v.Len(), arrow.ErrInvalid)
			}
		}
		sum, err := f(ctx, values)
		if err != nil {
			return nil, err
		}
		return compute.NewDatumWithoutOwning(sum), nil
	}
	return compute.NewMetaFunction(name, compute.Arity{NArgs: len(args)}, doc, call)
}

// valuesOf returns what d holds as an array, and what releases it.
func valuesOf(ctx context.Context, d compute.Datum) (arrays.Values, func(), error) {
	switch d := d.(type) {
	case *compute.ArrayDatum:
		a := d.MakeArray()
		return a, a.Release, nil
	case *compute.ChunkedDatum:
		return d.Value, func() {}, nil
	case *compute.ScalarDatum:
		a, err := scalar.MakeArrayFromScalar(d.Value, 1, compute.GetAllocator(ctx))
		if err != nil {
			return nil, nil, err
		}
		return a, a.Release, nil
	}
	return nil, nil, fmt.Errorf("a datum of kind %s, want an array: %w", d.Kind(), arrow.ErrType)
}
