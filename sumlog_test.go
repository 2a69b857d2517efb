package sumlog_test

import (
	"context"
	"fmt"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func TestSumLogSameBitsForEveryWorkerCount(t *testing.T) {
	lengths := []int{0, 1, 4096, 40_001, 300_007, 2_000_000}
	if !testing.Short() {
		lengths = append(lengths, 4096*4096+5000) // more blocks than maxPending
	}
	for _, n := range lengths {
		x := positive(n)
		want := kernel.SumLog(kernel.Best(), x)
		for _, workers := range workerCounts {
			p := poolOf(t, workers)
			require.Equal(t, want, value(sumlog.On(background, p).SumLog(x)), "n = %d, %d workers", n, workers)
			got, err := sumlog.On(t.Context(), p).SumLog(x)
			require.NoError(t, err)
			require.Equal(t, want, got, "SumLogContext, n = %d, %d workers", n, workers)
		}
		require.Equal(t, want, sumlog.SumLog(x))
		got, err := sumlog.On(t.Context(), nil).SumLog(x)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestLogAndRowsForEveryWorkerCount(t *testing.T) {
	x := positive(300_000)
	logs := make([]float64, len(x))
	kernel.Log(kernel.Best(), logs, x)
	for _, workers := range workerCounts {
		p := poolOf(t, workers)
		got := make([]float64, len(x))
		must(sumlog.On(background, p).Log(got, x))
		require.True(t, equal(logs, got), "Log, %d workers", workers)
		clear(got)
		require.NoError(t, sumlog.On(t.Context(), p).Log(got, x))
		require.True(t, equal(logs, got), "LogContext, %d workers", workers)
		for _, cols := range []int{1, 3, 100, 1000, 100_000, 300_000} {
			want, got := make([]float64, len(x)/cols), make([]float64, len(x)/cols)
			kernel.SumLogRows(kernel.Best(), want, x, cols)
			must(sumlog.On(background, p).SumLogRows(got, x, cols))
			require.Equal(t, want, got, "rows of %d, %d workers", cols, workers)
			clear(got)
			require.NoError(t, sumlog.On(t.Context(), p).SumLogRows(got, x, cols))
			require.Equal(t, want, got, "rows of %d with a context, %d workers", cols, workers)
		}
	}
	got := make([]float64, len(x))
	sumlog.Log(got, x)
	require.True(t, equal(logs, got))
	clear(got)
	require.NoError(t, sumlog.On(t.Context(), nil).Log(got, x))
	require.True(t, equal(logs, got))
	rows := make([]float64, 3)
	sumlog.SumLogRows(rows, x, 100_000)
	require.Equal(t, kernel.SumLog(kernel.Best(), x[200_000:]), rows[2])
	require.NoError(t, sumlog.On(t.Context(), nil).SumLogRows(rows, x, 100_000))
}

func TestSumLogEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := positive(100_000)
	_, err := sumlog.On(ctx, nil).SumLog(x)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, sumlog.On(ctx, nil).Log(x, x), context.Canceled)
	require.ErrorIs(t, sumlog.On(ctx, nil).SumLogRows(x[:1], x[1:1001], 1000), context.Canceled)
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

func BenchmarkSumLog(b *testing.B) {
	for _, n := range []int{1 << 16, 1 << 20, 1 << 24} {
		x := positive(n)
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("workers=%d/n=%d", workers, n), func(b *testing.B) {
				p := newPool(b, dispatch.WithWorkers(workers))
				b.SetBytes(int64(8 * n))
				for b.Loop() {
					value(sumlog.On(background, p).SumLog(x))
				}
			})
		}
	}
}
