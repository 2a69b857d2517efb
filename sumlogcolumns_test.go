package sumlog_test

import (
	"fmt"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// Many and few columns, of many and few rows, that do not fill the rows of their matrix.
func TestColumnsOnEveryWorkerCount(t *testing.T) {
	pools := poolsOfEveryCount(t)
	for _, c := range []struct{ rows, cols int }{
		{9000, 3}, {100_000, 5}, {5000, 70}, {4500, 300}, {600, 300}, {3, 40_000}, {0, 9}, {100_000, 0},
	} {
		stride := c.cols + 3
		x := positive(c.rows * stride)
		if c.rows > 0 {
			x = x[:len(x)-2]
		}
		want, got := make([]float64, c.cols), make([]float64, c.cols)
		kernel.SumLogColumns(kernel.Best(), want, x, stride)
		for _, p := range pools {
			for i := range got {
				got[i] = -1
			}
			require.NoError(t, sumlog.On(t.Context(), p).SumLogColumns(got, x, stride))
			require.Negative(t, operations.Differing(want, got), "%v, %d workers", c, p.Workers())
		}
		clear(got)
		sumlog.SumLogColumns(got, x, stride)
		require.Negative(t, operations.Differing(want, got), "%v", c)
		var last int64
		run := sumlog.On(t.Context(), pools[1]).Progress(func(done, total int64) {
			require.EqualValues(t, c.cols, total)
			require.GreaterOrEqual(t, done, last)
			last = done
		})
		require.NoError(t, run.SumLogColumns(got, x, stride))
		require.EqualValues(t, c.cols, last, fmt.Sprint(c))
	}
}
