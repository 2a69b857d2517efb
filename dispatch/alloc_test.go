//go:build !race

// The race detector makes a sync.Pool drop a quarter of what is put there.

package dispatch_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/shared"
)

// mallocs returns how many objects a call of f allocates, in all goroutines.
// testing.AllocsPerRun does so with one P, where workers take turns; this leaves
// the number alone.
func mallocs(f func()) float64 {
	const calls = 200
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		f()
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / calls)
}

func TestOperationsDoNotAllocate(t *testing.T) {
	p := poolOf(t, 2)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	lengths := []int{4, 1000, 10_000, 1 << 18}
	if testing.Short() {
		lengths = lengths[:3] // minutes, where fused multiply-adds are software
	}
	for _, n := range lengths {
		x, dst := values(n), make([]float64, n)
		small, narrow := make([]int16, n), make([]celsius, n)
		table, err := shared.New[float64](n, 3)
		require.NoError(t, err)
		columns, err := shared.New[count](n, 3, shared.WithOrder(shared.ColMajor))
		require.NoError(t, err)
		into, err := shared.New[float64](n, 2, shared.WithOrder(shared.ColMajor))
		require.NoError(t, err)
		f := func(int, int) {}
		for name, op := range map[string]func(){
			"LogAccumulate":                func() { dispatch.LogAccumulate(dst, x, 1000) },
			"Pool.LogAccumulate":           func() { p.LogAccumulate(dst, x, 1000) },
			"LogAccumulateContext":         func() { _ = p.LogAccumulateContext(ctx, dst, x, 1000) },
			"LogAccumulateDirect":          func() { p.LogAccumulateDirect(dst, x, 2) },
			"LogAccumulateDirectContext":   func() { _ = p.LogAccumulateDirectContext(ctx, dst, x, 2) },
			"Add":                          func() { dispatch.Add(dst, x, x) },
			"AddWith of int16":             func() { dispatch.AddWith(p, small, small, small) },
			"AddWithContext of celsius":    func() { _ = dispatch.AddWithContext(ctx, p, narrow, narrow, narrow) },
			"AddColumnsWith":               func() { dispatch.AddColumnsWith(p, table, 2, 0, 1) },
			"AddColumnsWith, column-major": func() { dispatch.AddColumnsWith(p, columns, 2, 0, 1) },
			"AddColumnsWithContext":        func() { _ = dispatch.AddColumnsWithContext(ctx, p, table, 2, 0, 1) },
			"LogAccumulateColumns":         func() { p.LogAccumulateColumns(table, 2, 0, 1000) },
			"LogAccumulateColumnsContext":  func() { _ = p.LogAccumulateColumnsContext(ctx, table, 2, 0, 1000) },
			"SumLogRowsInto":               func() { p.SumLogRowsInto(into, 1, table) },
			"SumLogRowsIntoContext":        func() { _ = p.SumLogRowsIntoContext(ctx, into, 0, table) },
			"For":                          func() { p.For(n, 2, f) },
			"For in one piece":             func() { p.For(n, n, f) },
		} {
			require.Zero(t, testing.AllocsPerRun(20, op), "%s, n = %d", name, n)
			require.Zero(t, mallocs(op), "%s, n = %d", name, n)
		}
		require.NoError(t, table.Close())
		require.NoError(t, columns.Close())
		require.NoError(t, into.Close())
	}
}

func TestSumLogDoesNotAllocate(t *testing.T) {
	x := positive(200_000)
	dst := make([]float64, 200)
	require.Zero(t, testing.AllocsPerRun(50, func() {
		dispatch.SumLog(x)
		dispatch.SumLogRows(dst, x, 1000)
	}))
}
