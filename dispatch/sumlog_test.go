package dispatch_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// positive returns n positive numbers, some of which leave the kernels' fast path.
func positive(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 0.5 + float64(i*7%1009)/512
		if i%5000 == 17 {
			x[i] = 1e-300
		}
	}
	return x
}

func TestSumLogSameBitsForEveryWorkerCount(t *testing.T) {
	lengths := []int{0, 1, 4096, 40_001, 300_007, 2_000_000}
	if !testing.Short() {
		lengths = append(lengths, 4096*4096+5000) // more blocks than wait for their turn at once
	}
	for _, n := range lengths {
		x := positive(n)
		want := kernel.SumLog(kernel.Best(), x)
		for _, workers := range workerCounts {
			p := poolOf(t, workers)
			require.Equal(t, want, p.SumLog(x), "n = %d, %d workers", n, workers)
			got, err := p.SumLogContext(t.Context(), x)
			require.NoError(t, err)
			require.Equal(t, want, got, "SumLogContext, n = %d, %d workers", n, workers)
		}
		require.Equal(t, want, dispatch.SumLog(x))
		got, err := dispatch.SumLogContext(t.Context(), x)
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
		p.Log(got, x)
		require.True(t, equal(logs, got), "Log, %d workers", workers)
		clear(got)
		require.NoError(t, p.LogContext(t.Context(), got, x))
		require.True(t, equal(logs, got), "LogContext, %d workers", workers)
		for _, cols := range []int{1, 3, 100, 1000, 100_000, 300_000} {
			want, got := make([]float64, len(x)/cols), make([]float64, len(x)/cols)
			kernel.SumLogRows(kernel.Best(), want, x, cols)
			p.SumLogRows(got, x, cols)
			require.Equal(t, want, got, "rows of %d, %d workers", cols, workers)
			clear(got)
			require.NoError(t, p.SumLogRowsContext(t.Context(), got, x, cols))
			require.Equal(t, want, got, "rows of %d with a context, %d workers", cols, workers)
		}
	}
	got := make([]float64, len(x))
	dispatch.Log(got, x)
	require.True(t, equal(logs, got))
	clear(got)
	require.NoError(t, dispatch.LogContext(t.Context(), got, x))
	require.True(t, equal(logs, got))
	rows := make([]float64, 3)
	dispatch.SumLogRows(rows, x, 100_000)
	require.Equal(t, kernel.SumLog(kernel.Best(), x[200_000:]), rows[2])
	require.NoError(t, dispatch.SumLogRowsContext(t.Context(), rows, x, 100_000))
}

func TestSumLogEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := positive(100_000)
	_, err := dispatch.SumLogContext(ctx, x)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, dispatch.LogContext(ctx, x, x), context.Canceled)
	require.ErrorIs(t, dispatch.SumLogRowsContext(ctx, x[:1], x[1:1001], 1000), context.Canceled)
}

func TestSumLogPanics(t *testing.T) {
	x := positive(100_000)
	for want, call := range map[string]func(){
		"sumlog/dispatch: Log: len(dst) = 50000, len(x) = 50001":                                                 func() { dispatch.Log(x[:50000], x[:50001]) },
		"sumlog/dispatch: SumLogRows: cols = 0, want 1 or more":                                                  func() { dispatch.SumLogRows(x[:1], x, 0) },
		"sumlog/dispatch: SumLogRows: len(x) = 99999, want len(dst)·cols = 3·33334":                              func() { dispatch.SumLogRows(make([]float64, 3), x[1:], 33334) },
		"sumlog/dispatch: SumLogRows: dst begins 0 bytes from x and overlaps its 100000 elements in part":        func() { dispatch.SumLogRows(x[:50000], x, 2) },
		"sumlog/dispatch: SumLogRowsContext: dst begins 0 bytes from x and overlaps its 100000 elements in part": func() { _ = dispatch.SumLogRowsContext(t.Context(), x[:50000], x, 2) },
		"sumlog/dispatch: SumLogContext: nil context":                                                            func() { _, _ = dispatch.SumLogContext(noContext, x) },
		"sumlog/dispatch: LogContext: nil context":                                                               func() { _ = dispatch.LogContext(noContext, x, x) },
		"sumlog/dispatch: SumLogRowsContext: nil context":                                                        func() { _ = dispatch.SumLogRowsContext(noContext, x[:1], x[1:], 99_999) },
	} {
		require.PanicsWithValue(t, want, call)
	}
}

func BenchmarkSumLog(b *testing.B) {
	for _, n := range []int{1 << 16, 1 << 20, 1 << 24} {
		x := positive(n)
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("workers=%d/n=%d", workers, n), func(b *testing.B) {
				p := newPool(b, dispatch.WithWorkers(workers))
				b.SetBytes(int64(8 * n))
				for b.Loop() {
					p.SumLog(x)
				}
			})
		}
	}
}
