package sumlog_test

import (
	"fmt"
	"testing"

	"sumlog"

	"sumlog/shared"
)

// BenchmarkArrays compares the orders of an array with slices of the same numbers.
func BenchmarkArrays(b *testing.B) {
	const rows, cols, terms = 100_000, 3, 1000
	x := values(rows * cols)
	for i := range x {
		x[i]++
	}
	sums := make([]float64, rows)
	run := func(name string, f func()) {
		b.Run(fmt.Sprintf("%s/n=%d", name, rows), func(b *testing.B) {
			for b.Loop() {
				f()
			}
		})
	}
	run("op=SumLogRows/way=slice", func() { sumlog.SumLogRows(sums, x, cols) })
	run("op=LogAccumulate/way=slice", func() { sumlog.LogAccumulate(sums, x[:rows], terms) })
	for _, order := range orders {
		a := tableWith(b, rows, cols, x, shared.WithOrder(order))
		into := tableWith(b, rows, cols, x, shared.WithOrder(order))
		run(fmt.Sprintf("op=SumLogRowsInto/order=%v", order), func() { sumlog.SumLogRowsInto(into, 2, a) })
		run(fmt.Sprintf("op=LogAccumulateColumns/order=%v", order), func() { sumlog.LogAccumulateColumns(into, 2, 0, terms) })
	}
}
