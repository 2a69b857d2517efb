package sumlog_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
	"sumlog/shared"
)

// TestTruncated truncates the file of an array by more than half and runs every operation on
// it, by every instruction set, with enough workers that some of the faulting goroutines are
// not the caller.
func TestTruncated(t *testing.T) {
	const rows = 100_000
	for _, order := range orders {
		for _, isa := range kernel.Supported() {
			for _, workers := range []int{1, 2, 5} {
				p := poolOf(t, workers, dispatch.WithISA(isa))
				name := fmt.Sprintf("%v, %v, %d workers", order, isa, workers)
				path := filepath.Join(t.TempDir(), "a.npy")
				a, err := shared.Create[float64](path, rows, 3, shared.WithOrder(order))
				require.NoError(t, err)
				require.NoError(t, a.Fill(2))
				b := tableWith(t, rows, 3, values(rows*3), shared.WithOrder(order))
				require.NoError(t, os.Truncate(path, 300_000))
				for op, f := range map[string]func() error{
					"AddColumns":           func() error { return sumlog.AddColumnsOn(sumlog.On(t.Context(), p), a, 2, 0, 1) },
					"LogAccumulateColumns": func() error { return sumlog.On(t.Context(), p).LogAccumulateColumns(a, 2, 0, 10) },
					"SumLogRowsInto":       func() error { return sumlog.On(t.Context(), p).SumLogRowsInto(a, 0, b) },
				} {
					err := f()
					require.ErrorIs(t, err, shared.ErrTruncated, "%s, %s", op, name)
					require.ErrorContains(t, err, "sumlog: "+op+": ")
					require.ErrorContains(t, err, strconv.Quote(path))
				}
				require.ErrorIs(t, sumlog.On(t.Context(), p).SumLogRowsInto(b, 0, a), shared.ErrTruncated, name)

				// What may only be read is not written to.
				whole := filepath.Join(filepath.Dir(path), "whole.npy")
				c, err := shared.CreateFrom(whole, rows, 3, values(rows*3), shared.WithOrder(order))
				require.NoError(t, err)
				require.NoError(t, c.Close())
				c, err = shared.Open[float64](whole, shared.ReadOnly())
				require.NoError(t, err)
				require.ErrorIs(t, sumlog.AddColumnsOn(sumlog.On(t.Context(), p), c, 2, 0, 1), shared.ErrReadOnly, name)
				require.ErrorIs(t, sumlog.On(t.Context(), p).LogAccumulateColumns(c, 2, 0, 10), shared.ErrReadOnly, name)
				require.ErrorIs(t, sumlog.On(t.Context(), p).SumLogRowsInto(c, 0, b), shared.ErrReadOnly, name)
				require.NoError(t, sumlog.On(t.Context(), p).SumLogRowsInto(b, 0, c), name)
				require.NoError(t, c.Remove())
				require.NoError(t, c.Close())
				for _, f := range []func(){
					func() { sumlog.AddColumns(a, 2, 0, 1) },
					func() { must(sumlog.On(background, p).LogAccumulateColumns(a, 2, 0, 10)) },
					func() { must(sumlog.On(background, p).SumLogRowsInto(b, 0, a)) },
				} {
					err, ok := caught(f).(error)
					require.True(t, ok, name)
					require.ErrorIs(t, err, shared.ErrTruncated, name)
				}
				// Slices of it inside Do, and functions of the caller's own on the workers.
				require.ErrorIs(t, a.Do(func() error { value(sumlog.On(background, p).SumLog(a.Data())); return nil }), shared.ErrTruncated, name)
				require.ErrorIs(t, a.Do(func() error {
					p.For(rows, 1000, func(lo, hi int) {
						for r := lo; r < hi; r++ {
							a.Set(r, 2, 1)
						}
					})
					return nil
				}), shared.ErrTruncated, name)

				must(sumlog.AddColumnsOn(sumlog.On(background, p), b, 2, 0, 1)) // the pool survives
				require.NoError(t, a.Close(), "nothing holds it any more")
				require.NoError(t, p.Close())
			}
		}
	}
}
