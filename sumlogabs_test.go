package sumlog_test

import (
	"math"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// Signs anywhere are counted, by any number of workers.
func TestSumLogAbsSigns(t *testing.T) {
	pools := poolsOfEveryCount(t)
	for _, n := range []int{1, 100, 4096, 4097, 300_000} {
		x := positive(n)
		want := kernel.SumLog(kernel.Best(), x)
		sign := 1.0
		for _, i := range []int{0, n / 3, n / 2, n - 1, n * 4 / 5} {
			x[i] = -x[i]
			sign = -sign
			for _, p := range pools {
				sum, got, err := sumlog.On(t.Context(), p).SumLogAbs(x)
				require.NoError(t, err)
				require.True(t, sum == want && got == sign, "%d elements, %d workers", n, p.Workers())
			}
			sum, got := sumlog.SumLogAbs(x)
			require.True(t, sum == want && got == sign, "%d elements", n)
		}
	}
}

func TestSumLogAbsOfSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, n := range []int{2, 200, 100_000} {
		for _, c := range []struct{ a, b, sum, sign float64 }{
			{0, 1, -inf, 0},
			{math.Copysign(0, -1), -1, -inf, 0},
			{0, inf, nan, nan},
			{-inf, 1, inf, -1},
			{-inf, -inf, inf, 1},
			{nan, 0, nan, nan},
			{-nan, 1, nan, nan},
		} {
			x := make([]float64, n)
			for i := range x {
				x[i] = 1
			}
			x[0], x[n-1] = c.a, c.b
			sum, sign := sumlog.SumLogAbs(x)
			require.True(t, equal([]float64{c.sum, c.sign}, []float64{sum, sign}) ||
				math.IsNaN(c.sum) && math.IsNaN(sum) && math.IsNaN(sign), "%g, %g: %g, %g", c.a, c.b, sum, sign)
		}
	}
	sum, sign := sumlog.SumLogAbs(nil)
	require.True(t, sum == 0 && sign == 1)
}
