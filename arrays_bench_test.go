package sumlog_test

import (
	"fmt"
	"math/rand/v2"
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

// BenchmarkColumnsInto compares SumLogColumnsInto of tables of the same number of elements with
// SumLog of all of them.
func BenchmarkColumnsInto(b *testing.B) {
	const elements = 300_000
	x, r := make([]float64, elements), rand.New(rand.NewPCG(1, 2))
	for i := range x {
		x[i] = 0.5 + 1.5*r.Float64()
	}
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/elements, "ns/element")
		})
	}
	run("op=SumLog", func() { sumlog.SumLog(x) })
	for _, cols := range []int{3, 30, 300, 3000} {
		for _, order := range orders {
			a := tableWith(b, elements/cols, cols, x, shared.WithOrder(order))
			into := tableWith(b, 1, cols, x[:cols], shared.WithOrder(order))
			run(fmt.Sprintf("cols=%d/order=%v", cols, order), func() {
				sumlog.SumLogColumnsInto(into, 0, a)
			})
		}
	}
}
