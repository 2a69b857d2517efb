package arrays

import (
	"context"

	"sumlog/adapters/arrow/internal/rows"
	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// DotLog returns Σ w·ln x over the positions where neither is null, with 0·ln 0 = 0: a weighted
// log-likelihood. w and x may be divided into chunks differently.
//
// Error bound and special values are those of [kernel.DotLog].
//
// It panics where w and x differ in length.
func DotLog(ctx context.Context, w, x Values) (float64, error) {
	all, err := join("sumlog/adapters/arrow/arrays: DotLog", []string{"w", "x"}, w, x)
	if err != nil {
		return 0, err
	}
	return dotLog(ctx, all, 0, 1)
}

// Entropy returns -Σ p·ln p over the elements that are not null, with 0·ln 0 = 0: the entropy of a
// distribution in nats.
//
// Error bound and special values are those of [kernel.Entropy].
func Entropy(ctx context.Context, p Values) (float64, error) {
	all, err := join("sumlog/adapters/arrow/arrays: Entropy", []string{"p"}, p)
	if err != nil {
		return 0, err
	}
	sum, err := dotLog(ctx, all, 0, 0)
	return 0 - sum, err
}

// DotLogRatio returns Σ w·ln(x/y) over the positions where none is null, with 0·ln = 0: a
// weighted log-likelihood ratio. w, x and y may be divided into chunks differently.
//
// Error bound and special values are those of [kernel.DotLogRatio].
//
// It panics where w, x and y differ in length.
func DotLogRatio(ctx context.Context, w, x, y Values) (float64, error) {
	const op = "sumlog/adapters/arrow/arrays: DotLogRatio"
	all, err := join(op, []string{"w", "x", "y"}, w, x, y)
	if err != nil {
		return 0, err
	}
	return dotLogRatio(ctx, all, 0, 1, 2)
}

// RelativeEntropy returns Σ p·ln(p/q) over the positions where neither is null, with 0·ln = 0: the
// Kullback-Leibler divergence of the distribution p from q, in nats.
//
// Error bound and special values are those of [kernel.RelativeEntropy].
//
// It panics where p and q differ in length.
func RelativeEntropy(ctx context.Context, p, q Values) (float64, error) {
	const op = "sumlog/adapters/arrow/arrays: RelativeEntropy"
	all, err := join(op, []string{"p", "q"}, p, q)
	if err != nil {
		return 0, err
	}
	return dotLogRatio(ctx, all, 0, 0, 1)
}

// dotLog is DotLog of two columns. Like the library it goes over terms that cancel a second time.
func dotLog(ctx context.Context, all *rows.Rows, w, x int) (float64, error) {
	var sum kernel.DotLogSum
	err := rows.Fold(ctx, all, 0, cost.DotLog.Of(dispatch.ISA()),
		func(isa kernel.ISA, _ *rows.Reader, b *block, s *kernel.DotLogSum) { s.Add(isa, b[w], b[x]) },
		func(s *kernel.DotLogSum) { sum.Merge(*s) })
	if err != nil {
		return 0, err
	}
	if !sum.Cancels() {
		return sum.Sum(), nil
	}
	none := sum.Careful(dispatch.ISA())
	careful := none
	err = rows.Fold(ctx, all, 0, cost.CarefulDotLog(dispatch.ISA()),
		func(_ kernel.ISA, _ *rows.Reader, b *block, s *kernel.CarefulSum) {
			*s = none
			s.Add(b[w], b[x])
		},
		func(s *kernel.CarefulSum) { careful.Merge(*s) })
	if err != nil {
		return 0, err
	}
	return careful.Sum(), nil
}

func dotLogRatio(ctx context.Context, all *rows.Rows, w, x, y int) (float64, error) {
	var sum kernel.DotLogSum
	err := rows.Fold(ctx, all, 0, cost.DotLogRatio.Of(dispatch.ISA()),
		func(isa kernel.ISA, _ *rows.Reader, b *block, s *kernel.DotLogSum) {
			s.AddRatio(isa, b[w], b[x], b[y])
		},
		func(s *kernel.DotLogSum) { sum.Merge(*s) })
	if err != nil {
		return 0, err
	}
	return sum.Sum(), nil
}
