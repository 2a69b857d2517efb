package dispatch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
	"sumlog/shared"
)

// TestTruncated shortens the file of an array by more than half and runs every
// operation on it, by every instruction set, with so many workers that some of
// those that fault are not the caller.
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
					"AddColumnsWithContext":       func() error { return dispatch.AddColumnsWithContext(t.Context(), p, a, 2, 0, 1) },
					"LogAccumulateColumnsContext": func() error { return p.LogAccumulateColumnsContext(t.Context(), a, 2, 0, 10) },
					"SumLogRowsIntoContext":       func() error { return p.SumLogRowsIntoContext(t.Context(), a, 0, b) },
				} {
					err := f()
					require.ErrorIs(t, err, shared.ErrTruncated, "%s, %s", op, name)
					require.ErrorContains(t, err, "sumlog/dispatch: "+op+": ")
					require.ErrorContains(t, err, path)
				}
				require.ErrorIs(t, p.SumLogRowsIntoContext(t.Context(), b, 0, a), shared.ErrTruncated, name)
				for _, f := range []func(){
					func() { dispatch.AddColumns(a, 2, 0, 1) },
					func() { p.LogAccumulateColumns(a, 2, 0, 10) },
					func() { p.SumLogRowsInto(b, 0, a) },
				} {
					err, ok := caught(f).(error)
					require.True(t, ok, name)
					require.ErrorIs(t, err, shared.ErrTruncated, name)
				}
				// Slices of it inside Do, and functions of the caller's own on the workers.
				require.ErrorIs(t, a.Do(func() error { p.SumLog(a.Data()); return nil }), shared.ErrTruncated, name)
				require.ErrorIs(t, a.Do(func() error {
					p.For(rows, 1000, func(lo, hi int) {
						for r := lo; r < hi; r++ {
							a.Set(r, 2, 1)
						}
					})
					return nil
				}), shared.ErrTruncated, name)

				dispatch.AddColumnsWith(p, b, 2, 0, 1) // the pool survives
				require.NoError(t, a.Close(), "nothing holds it any more")
				require.NoError(t, p.Close())
			}
		}
	}
}
