package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/sweep"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

func TestCosts(t *testing.T) {
	point := func(n int, ns float64) sweep.Point {
		return sweep.Point{N: n, NS: &measure.Stats{Median: ns}}
	}
	assumed := cost.Log.Of(kernel.AVX2)
	d := &Document{Sweeps: []sweep.Result{
		{Name: "Log", Lines: []sweep.Line{
			{Label: "Go loop", Base: true, Points: []sweep.Point{point(4096, 9)}},
			{ISA: "avx2", Points: []sweep.Point{point(4, 20), point(20_000, 2*assumed), point(1<<20, 7), {N: 1 << 24}}},
		}},
		{Name: "SumLogRows", Cols: 8, Lines: []sweep.Line{
			{ISA: "generic", Points: []sweep.Point{point(8000, cost.Row(kernel.Generic, 8)/8)}},
			{ISA: "avx2", Absent: "left out"},
		}},
	}}
	costs := d.Costs()
	require.Len(t, costs, 2)
	assert.Equal(t, 20_000, costs[0].Measured.N, "the size whose work is between the thresholds")
	assert.InEpsilon(t, 2, costs[0].Ratio(), 1e-12)
	assert.False(t, costs[0].Holds())
	assert.InEpsilon(t, 1, costs[1].Ratio(), 1e-12, "an element, not a row")
	assert.True(t, costs[1].Holds())
	assert.Equal(t, "Of 2 costs that sharing assumes, 1 are off by more than half; would set, in ns an element: Log by avx2 2.00 (not 1.00).", costsSummary(d))
}

// Every kernel that the comparison program measures has a cost by every instruction set.
func TestEveryOperationHasACost(t *testing.T) {
	memory, err := peer.NewMemory(1 << 20)
	require.NoError(t, err)
	defer memory.Close()
	peers := sweep.StartPeers(t.Context(), memory, nil, nil, "not here")
	for _, o := range sweep.Operations(kernel.Supported(), peers) {
		for _, isa := range []string{"generic", "avx2", "avx512", "neon"} {
			assert.Positive(t, assumed(&sweep.Result{Name: o.Name, Cols: o.Cols, Terms: o.Terms}, isa), "%s by %s", o.Name, isa)
		}
	}
}
