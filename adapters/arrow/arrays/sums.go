package arrays

import (
	"context"

	"sumlog/adapters/arrow/internal/rows"
	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

type block = [rows.MaxColumns][]float64

// SumLog returns Σ ln x, the logarithm of the product of the elements that are not null.
//
// Error bound and special values are those of [kernel.SumLog].
func SumLog(ctx context.Context, x Values) (float64, error) {
	all, err := join("sumlog/adapters/arrow/arrays: SumLog", []string{"x"}, x)
	if err != nil {
		return 0, err
	}
	var product kernel.Product
	err = rows.Fold(ctx, all, 0, cost.SumLog.Of(dispatch.ISA()),
		func(isa kernel.ISA, _ *rows.Reader, x *block, p *kernel.Product) { p.Add(isa, x[0]) },
		func(p *kernel.Product) { product.Merge(*p) })
	if err != nil {
		return 0, err
	}
	return product.Log(), nil
}

// SumLogAbs returns Σ ln|x| over the elements that are not null, and the sign of their product: 1,
// -1, 0 where one is 0, or NaN.
//
// Error bound and special values are those of [kernel.SumLogAbs].
func SumLogAbs(ctx context.Context, x Values) (sum, sign float64, err error) {
	all, err := join("sumlog/adapters/arrow/arrays: SumLogAbs", []string{"x"}, x)
	if err != nil {
		return 0, 0, err
	}
	type signed struct {
		product kernel.Product
		odd     uint32
	}
	var total signed
	err = rows.Fold(ctx, all, 0, cost.SumLogAbs.Of(dispatch.ISA()),
		func(isa kernel.ISA, r *rows.Reader, x *block, s *signed) {
			abs := r.Scratch()[:len(x[0])]
			s.odd = generic.Abs(abs, x[0])
			s.product.Add(isa, abs)
		},
		func(s *signed) {
			total.product.Merge(s.product)
			total.odd ^= s.odd
		})
	if err != nil {
		return 0, 0, err
	}
	sum = total.product.Log()
	return sum, generic.SignOf(sum, total.odd), nil
}

// SumLog1p returns Σ ln(1+x) over the elements that are not null, without rounding 1+x.
//
// Error bound and special values are those of [kernel.SumLog1p].
func SumLog1p(ctx context.Context, x Values) (float64, error) {
	all, err := join("sumlog/adapters/arrow/arrays: SumLog1p", []string{"x"}, x)
	if err != nil {
		return 0, err
	}
	var sum kernel.Log1pSum
	err = rows.Fold(ctx, all, 0, cost.SumLog1p.Of(dispatch.ISA()),
		func(isa kernel.ISA, _ *rows.Reader, x *block, s *kernel.Log1pSum) { s.Add(isa, x[0]) },
		func(s *kernel.Log1pSum) { sum.Merge(*s) })
	if err != nil {
		return 0, err
	}
	return sum.Sum(), nil
}
