package sumlog_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
	"sumlog/shared"
)

// tableWith returns a table of those values, row by row, in any order in memory.
func tableWith(tb testing.TB, rows, cols int, x []float64, opts ...shared.Option) *shared.Array[float64] {
	tb.Helper()
	a, err := shared.New[float64](rows, cols, opts...)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = a.Close() })
	for i := range rows * cols {
		a.Set(i/cols, i%cols, x[i])
	}
	return a
}

var orders = []shared.Order{shared.RowMajor, shared.ColMajor}

// sameBits compares a column of a with want.
func sameBits(tb testing.TB, want []float64, a *shared.Array[float64], column int, args ...any) {
	tb.Helper()
	for r := range want {
		if math.Float64bits(want[r]) != math.Float64bits(a.At(r, column)) {
			require.Equal(tb, want[r], a.At(r, column), append([]any{fmt.Sprintf("row %d: %v", r, args)}, args...)...)
		}
	}
}

// TestArraysAreSlices does every operation on arrays of every order, whole ones and ranges of
// rows, with one worker and several, and compares with the operation on slices. Nothing else
// may change.
func TestArraysAreSlices(t *testing.T) {
	shapes := [][2]int{{0, 3}, {1, 3}, {7, 1}, {100, 3}, {30_000, 3}, {2500, 40}, {3, 9001}, {70_000, 2}}
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		for _, shape := range shapes {
			rows, cols := shape[0], shape[1]
			x := values(rows * cols)
			for i := range x {
				x[i] = x[i] + 0.25
			}
			sums, terms := make([]float64, rows), make([]float64, rows)
			sumlog.SumLogRows(sums, x, cols)
			column := make([]float64, rows)
			for r := range column {
				column[r] = x[r*cols]
			}
			sumlog.LogAccumulate(terms, column, 100)

			for _, order := range orders {
				for _, partial := range []bool{false, true} {
					name := fmt.Sprintf("%d workers, %d × %d, %v, partial %v", workers, rows, cols, order, partial)
					make := func(rows, cols int, x []float64) (a, whole *shared.Array[float64]) {
						if !partial {
							a := tableWith(t, rows, cols, x, shared.WithOrder(order))
							return a, a
						}
						whole = tableWith(t, rows+5, cols, append(append(values(2*cols), x...), values(3*cols)...), shared.WithOrder(order))
						return whole.RowRange(2, rows+2), whole
					}
					a, whole := make(rows, cols, x)
					into, intoWhole := make(rows, 2, values(2*rows))
					must(sumlog.On(background, p).SumLogRowsInto(into, 1, a))
					sameBits(t, sums, into, 1, name)
					require.NoError(t, sumlog.On(t.Context(), p).SumLogRowsInto(into, 0, a))
					sameBits(t, sums, into, 0, name)

					for _, toOrder := range orders {
						sums, err := shared.New[float64](3, cols, shared.WithOrder(toOrder))
						require.NoError(t, err)
						for _, to := range []*shared.Array[float64]{sums, sums.RowRange(1, 3)} {
							must(sumlog.On(background, p).SumLogColumnsInto(to, 1, a))
							got, space := values(cols), values(rows)
							require.Equal(t, cols, to.Row(1).CopyTo(got))
							for c := range cols {
								a.Col(c).CopyTo(space)
								require.Equal(t, math.Float64bits(kernel.SumLog(kernel.Best(), space)), math.Float64bits(got[c]),
									"%s, column %d, into %v", name, c, toOrder)
							}
							require.NoError(t, to.Fill(0))
						}
						require.NoError(t, sums.Close())
					}

					must(sumlog.On(background, p).LogAccumulateColumns(a, cols-1, 0, 100))
					sameBits(t, terms, a, cols-1, name)
					require.NoError(t, sumlog.On(t.Context(), p).LogAccumulateColumns(into, 1, 0, 3))
					for i := range rows * (cols - 1) {
						r, c := i/(cols-1), i%(cols-1)
						require.Equal(t, x[r*cols+c], a.At(r, c), name)
					}
					for _, w := range []*shared.Array[float64]{whole, intoWhole} {
						if partial { // the rows around the range
							n := w.Cols()
							for i, v := range values(2 * n) {
								require.Equal(t, v, w.At(i/n, i%n), name)
							}
							for i, v := range values(3 * n) {
								require.Equal(t, v, w.At(rows+2+i/n, i%n), name)
							}
						}
					}
					if cols > 1 {
						want := values(0)
						for r := range rows {
							want = append(want, a.At(r, 0)+a.At(r, 1))
						}
						must(sumlog.AddColumnsOn(sumlog.On(background, p), a, cols-1, 0, 1))
						sameBits(t, want, a, cols-1, name)
					}
				}
			}
		}
	}
}

func TestArraysWithoutColumns(t *testing.T) {
	x, err := shared.New[float64](3, 0)
	require.NoError(t, err)
	dst := tableWith(t, 3, 1, []float64{1, 2, 3})
	sumlog.SumLogRowsInto(dst, 0, x)
	require.Equal(t, []float64{0, 0, 0}, dst.Data())
	require.NoError(t, x.Close())
}

func TestArrayMisuse(t *testing.T) {
	a := tableWith(t, 4, 3, values(12))
	b := tableWith(t, 4, 3, values(12))
	closed := tableWith(t, 4, 3, values(12))
	require.NoError(t, closed.Close())
	for want, f := range map[string]func(){
		"sumlog: LogAccumulateColumns: a: nil array":                              func() { sumlog.LogAccumulateColumns(nil, 0, 0, 1) },
		"sumlog: LogAccumulateColumns: column dst = 3 of an array with 3 columns": func() { sumlog.LogAccumulateColumns(a, 3, 0, 1) },
		"sumlog: LogAccumulateColumns: column x = -1 of an array with 3 columns":  func() { sumlog.LogAccumulateColumns(a, 0, -1, 1) },
		"sumlog: LogAccumulateColumns: terms = -1, want 0 or more":                func() { sumlog.LogAccumulateColumns(a, 0, 1, -1) },
		"sumlog: SumLogRowsInto: dst: nil array":                                  func() { sumlog.SumLogRowsInto(nil, 0, a) },
		"sumlog: SumLogRowsInto: x: nil array":                                    func() { sumlog.SumLogRowsInto(a, 0, nil) },
		"sumlog: SumLogRowsInto: column column = 3 of an array with 3 columns":    func() { sumlog.SumLogRowsInto(a, 3, b) },
		"sumlog: SumLogColumnsInto: dst: nil array":                               func() { sumlog.SumLogColumnsInto(nil, 0, a) },
		"sumlog: SumLogColumnsInto: x: nil array":                                 func() { sumlog.SumLogColumnsInto(a, 0, nil) },
		"sumlog: SumLogColumnsInto: row row = -1 of an array with 4 rows":         func() { sumlog.SumLogColumnsInto(a, -1, b) },
		"sumlog: SumLogColumnsInto: dst has 3 columns, x 1": func() {
			sumlog.SumLogColumnsInto(a, 0, tableWith(t, 4, 1, values(4)))
		},
		"sumlog: SumLogColumnsInto: dst begins 24 bytes from x and overlaps its 12 elements in part": func() { sumlog.SumLogColumnsInto(a, 1, a) },
		"sumlog: SumLogRowsInto: dst has 4 rows, x 2":                                                func() { sumlog.SumLogRowsInto(a, 0, b.RowRange(0, 2)) },
		"sumlog: SumLogRowsInto: dst begins 8 bytes from x and overlaps its 12 elements in part":     func() { sumlog.SumLogRowsInto(a, 1, a) },
	} {
		require.Equal(t, want, fmt.Sprint(caught(f)))
	}
	for op, f := range map[string]func(context.Context) error{
		"AddColumns": func(ctx context.Context) error { return sumlog.AddColumnsOn(sumlog.On(ctx, nil), closed, 0, 1, 2) },
		"LogAccumulateColumns": func(ctx context.Context) error {
			return sumlog.On(ctx, nil).LogAccumulateColumns(closed, 0, 1, 2)
		},
		"SumLogColumnsInto": func(ctx context.Context) error {
			return sumlog.On(ctx, nil).SumLogColumnsInto(a, 0, closed)
		},
		"SumLogRowsInto": func(ctx context.Context) error { return sumlog.On(ctx, nil).SumLogRowsInto(a, 0, closed) },
	} {
		err := f(t.Context())
		require.ErrorIs(t, err, shared.ErrClosed)
		require.ErrorContains(t, err, "sumlog: "+op+": ")
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		require.Equal(t, context.Canceled, f(ended))
	}
	for _, f := range []func(){
		func() { sumlog.AddColumns(closed, 0, 1, 2) },
		func() { sumlog.LogAccumulateColumns(closed, 0, 1, 2) },
		func() { sumlog.SumLogRowsInto(closed, 0, a) },
		func() { sumlog.SumLogColumnsInto(closed, 0, a) },
	} {
		err, ok := caught(f).(error)
		require.True(t, ok)
		require.ErrorIs(t, err, shared.ErrClosed)
	}
	require.NoError(t, a.Close(), "nothing holds it any more")
}

// TestCloseWaitsForOperations closes an array while operations of several kinds repeatedly
// work on it. Without their retaining it they would fault.
func TestCloseWaitsForOperations(t *testing.T) {
	p := poolOf(t, 2)
	for _, order := range orders {
		for name, op := range map[string]func(a, b *shared.Array[float64]) error{
			"AddColumns": func(a, _ *shared.Array[float64]) error {
				return sumlog.AddColumnsOn(sumlog.On(t.Context(), p), a, 2, 0, 1)
			},
			"LogAccumulateColumns": func(a, _ *shared.Array[float64]) error {
				return sumlog.On(t.Context(), p).LogAccumulateColumns(a, 2, 0, 10)
			},
			"SumLogRowsInto": func(a, b *shared.Array[float64]) error { return sumlog.On(t.Context(), p).SumLogRowsInto(b, 0, a) },
			"SumLogColumnsInto": func(a, b *shared.Array[float64]) error {
				return sumlog.On(t.Context(), p).SumLogColumnsInto(b, 1, a)
			},
			"SumLogRowsInto, of dst": func(a, b *shared.Array[float64]) error {
				return sumlog.On(t.Context(), p).SumLogRowsInto(a, 0, b)
			},
		} {
			a := tableWith(t, 40_000, 3, values(120_000), shared.WithOrder(order))
			b := tableWith(t, 40_000, 3, values(120_000), shared.WithOrder(order))
			begun, ended := make(chan bool), make(chan error)
			go func() {
				for i := 0; ; i++ {
					if err := op(a, b); err != nil {
						ended <- err
						return
					}
					if i == 0 {
						close(begun)
					}
				}
			}()
			<-begun
			require.NoError(t, a.Close(), name)
			err := <-ended
			require.ErrorIs(t, err, shared.ErrClosed, name)
			require.NotContains(t, err.Error(), "fault", name)
		}
	}
}
