package sumlog_test

import (
	"context"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
)

// Sums of several rounds, and rows longer than a chunk.
func TestLongSums(t *testing.T) {
	n := 2_000_000
	if !testing.Short() {
		n = 4096*4096 + 5000 // more blocks than maxPending
	}
	pools := poolsOfEveryCount(t)
	requireOnCores(t, pools, operations.Find("SumLog"), argsOf(operations.Find("SumLog"), n, 0))
	for _, cols := range []int{100_000, 300_000} {
		requireOnCores(t, pools, operations.Find("SumLogRows"), argsOf(operations.Find("SumLogRows"), 300_000, cols))
	}
}

// Sums that end between two rounds are 0.
func TestSumsOfAnEarlierRoundAreNotReturned(t *testing.T) {
	if testing.Short() {
		t.Skip("more than a round takes hundreds of megabytes")
	}
	x := positive(4096*4096 + 5000) // more blocks than maxPending
	for name, sum := range map[string]func(sumlog.Run) (float64, error){
		"SumLog":   func(r sumlog.Run) (float64, error) { return r.SumLog(x) },
		"SumLog1p": func(r sumlog.Run) (float64, error) { return r.SumLog1p(x) },
		"DotLog":   func(r sumlog.Run) (float64, error) { return r.DotLog(x, x) },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		run := sumlog.On(ctx, poolOf(t, 2)).Progress(func(done, _ int64) {
			if done >= 4096*4096 {
				cancel()
			}
		})
		got, err := sum(run)
		cancel()
		require.ErrorIs(t, err, context.Canceled, name)
		require.Zero(t, got, name)
	}
}

func TestSumLogPanics(t *testing.T) {
	x := positive(100_000)
	for want, call := range map[string]func(){
		"sumlog: Log: len(dst) = 50000, len(x) = 50001":                                          func() { sumlog.Log(x[:50000], x[:50001]) },
		"sumlog: SumLogRows: cols = 0, want 1 or more":                                           func() { sumlog.SumLogRows(x[:1], x, 0) },
		"sumlog: SumLogRows: len(x) = 99999, want len(dst)·cols = 3·33334":                       func() { sumlog.SumLogRows(make([]float64, 3), x[1:], 33334) },
		"sumlog: SumLogRows: dst begins 0 bytes from x and overlaps its 100000 elements in part": func() { sumlog.SumLogRows(x[:50000], x, 2) },
		"sumlog: On: nil context":                                                                func() { sumlog.On(noContext, nil) },
	} {
		require.PanicsWithValue(t, want, call)
	}
	require.PanicsWithValue(t, "sumlog: SumLogRows: dst begins 0 bytes from x and overlaps its 100000 elements in part",
		func() { _ = sumlog.On(t.Context(), nil).SumLogRows(x[:50000], x, 2) })
}
