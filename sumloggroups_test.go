package sumlog_test

import (
	"context"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// unevenGroups are short groups, some of them empty, around others that all workers share.
func unevenGroups() (x []float64, offsets []int) {
	offsets = []int{3}
	add := func(n int) { offsets = append(offsets, offsets[len(offsets)-1]+n) }
	for i := range 5000 {
		add(i % 11)
	}
	add(1 << 18)
	add(1<<16 + 1)
	add(1 << 16)
	for range 20_000 {
		add(0)
	}
	add(200_000)
	return positive(offsets[len(offsets)-1] + 7), offsets
}

func TestUnevenGroupsOnEveryWorkerCount(t *testing.T) {
	x, offsets := unevenGroups()
	want, got := make([]float64, len(offsets)-1), make([]float64, len(offsets)-1)
	for i := range want {
		want[i] = kernel.SumLog(kernel.Best(), x[offsets[i]:offsets[i+1]])
	}
	for _, p := range poolsOfEveryCount(t) {
		clear(got)
		require.NoError(t, sumlog.On(t.Context(), p).SumLogGroups(got, x, offsets))
		require.Negative(t, operations.Differing(want, got), "%d workers", p.Workers())
	}
	clear(got)
	sumlog.SumLogGroups(got, x, offsets)
	require.Negative(t, operations.Differing(want, got))
}

// Progress counts groups, and ends at their number; a context that ends among the long groups ends
// the operation.
func TestProgressOfGroups(t *testing.T) {
	x, offsets := unevenGroups()
	dst := make([]float64, len(offsets)-1)
	var last int64
	run := sumlog.On(t.Context(), poolOf(t, 2)).Progress(func(done, total int64) {
		require.EqualValues(t, len(dst), total)
		require.GreaterOrEqual(t, done, last)
		last = done
	})
	require.NoError(t, run.SumLogGroups(dst, x, offsets))
	require.EqualValues(t, len(dst), last)

	clear(dst)
	ctx := &budget{Context: t.Context()}
	ctx.left.Store(2)
	require.Equal(t, context.Canceled, sumlog.On(ctx, poolOf(t, 2)).SumLogGroups(dst, x, offsets))
	require.Zero(t, dst[0])
}
