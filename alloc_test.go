//go:build !race

// The race detector makes a sync.Pool drop a quarter of its objects.

package sumlog_test

import (
	"context"
	"runtime"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/shared"
)

// mallocs returns how many objects a call of f allocates, in all goroutines, less what is fewer
// than a call. testing.AllocsPerRun sets GOMAXPROCS to 1, where workers alternate; mallocs does not
// change it.
func mallocs(calls int, f func()) float64 {
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		f()
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / uint64(calls))
}

func TestOperationsDoNotAllocate(t *testing.T) {
	p := poolOf(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, n := range allocLengths() {
		for _, o := range operations.OnCores() {
			a := argsOf(o, n, o.Few[len(o.Few)-1])
			requireNoAllocs(t, o.Name, n, func() { o.Root(a) })
			requireNoAllocs(t, o.Name+" on a pool", n, func() { must(o.On(sumlog.On(background, p), a)) })
			requireNoAllocs(t, o.Name+" with a context", n, func() { _ = o.On(sumlog.On(ctx, p), a) })
		}
	}
}

func allocLengths() []int {
	if testing.Short() {
		return []int{4, 1000, 10_000} // more takes minutes, where fused multiply-adds are software
	}
	return []int{4, 1000, 10_000, 1 << 17}
}

func requireNoAllocs(t *testing.T, name string, n int, op func()) {
	t.Helper()
	alternating, parallel := 20, 200
	if n > 100_000 { // a call takes up to a millisecond
		alternating, parallel = 5, 30
	}
	require.Zero(t, testing.AllocsPerRun(alternating, op), "%s, n = %d", name, n)
	require.Zero(t, mallocs(parallel, op), "%s, n = %d", name, n)
}

func TestOperationsOnArraysDoNotAllocate(t *testing.T) {
	p := poolOf(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, n := range allocLengths() {
		small, narrow := make([]int16, n), make([]celsius, n)
		table, err := shared.New[float64](n, 3)
		require.NoError(t, err)
		columns, err := shared.New[count](n, 3, shared.WithOrder(shared.ColMajor))
		require.NoError(t, err)
		into, err := shared.New[float64](n, 2, shared.WithOrder(shared.ColMajor))
		require.NoError(t, err)
		other, err := shared.New[float64](n, 3, shared.WithOrder(shared.ColMajor))
		require.NoError(t, err)
		sums, err := shared.New[float64](2, 3, shared.WithOrder(shared.ColMajor))
		require.NoError(t, err)
		f := func(int, int) {}
		floats, rows := make([]float32, n), make([]float64, n/4)
		for name, op := range map[string]func(){
			"AddWith of int16":             func() { must(sumlog.AddOn(sumlog.On(background, p), small, small, small)) },
			"AddWithContext of celsius":    func() { _ = sumlog.AddOn(sumlog.On(ctx, p), narrow, narrow, narrow) },
			"SumLogOf":                     func() { sumlog.SumLogOf(small); sumlog.SumLogOf(narrow) },
			"SumLogOfOn":                   func() { _, _ = sumlog.SumLogOfOn(sumlog.On(ctx, p), floats) },
			"SumLogRowsOfOn":               func() { must(sumlog.SumLogRowsOfOn(sumlog.On(background, p), rows, floats, 4)) },
			"AddColumnsWith":               func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 2, 0, 1)) },
			"AddColumnsWith, column-major": func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), columns, 2, 0, 1)) },
			"AddColumnsWithContext":        func() { _ = sumlog.AddColumnsOn(sumlog.On(ctx, p), table, 2, 0, 1) },
			"LogAccumulateColumns":         func() { must(sumlog.On(background, p).LogAccumulateColumns(table, 2, 0, 1000)) },
			"LogAccumulateColumnsContext":  func() { _ = sumlog.On(ctx, p).LogAccumulateColumns(table, 2, 0, 1000) },
			"SumLogRowsInto":               func() { must(sumlog.On(background, p).SumLogRowsInto(into, 1, table)) },
			"SumLogColumnsInto": func() {
				must(sumlog.On(background, p).SumLogColumnsInto(sums, 0, table))
				must(sumlog.On(background, p).SumLogColumnsInto(sums, 1, other))
			},
			"SumLogRowsIntoContext": func() { _ = sumlog.On(ctx, p).SumLogRowsInto(into, 0, table) },
			"For":                   func() { p.For(n, 2, f) },
			"For in one piece":      func() { p.For(n, n, f) },
		} {
			requireNoAllocs(t, name, n, op)
		}
		require.NoError(t, table.Close())
		require.NoError(t, columns.Close())
		require.NoError(t, into.Close())
		require.NoError(t, other.Close())
		require.NoError(t, sums.Close())
	}
}
