package kernel_test

import (
	"fmt"
	"testing"

	"sumlog/kernel"
)

// BenchmarkSmall reports what a call on a few elements costs, where checks, the choice
// of the instruction set and the remainder count for more than the arithmetic.
func BenchmarkSmall(b *testing.B) {
	const most = 40
	dst, x, y := make([]float64, most), values(most, 0.5, 2), values(most, 0.5, 2)
	for _, isa := range kernel.Supported()[1:] {
		for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 40} {
			for _, op := range []struct {
				name string
				run  func()
			}{
				{"Log", func() { kernel.Log(isa, dst[:n], x[:n]) }},
				{"Add", func() { kernel.Add(isa, dst[:n], x[:n], y[:n]) }},
				{"SumLog", func() { kernel.SumLog(isa, x[:n]) }},
				{"SumLogRows", func() { kernel.SumLogRows(isa, dst[:2], x[:2*(n/2)], n/2) }},
				{"LogAccumulate", func() { kernel.LogAccumulate(isa, dst[:n], x[:n], 1000) }},
			} {
				if op.name == "SumLogRows" && n < 2 {
					continue
				}
				b.Run(fmt.Sprintf("op=%s/isa=%v/n=%d", op.name, isa, n), func(b *testing.B) {
					for b.Loop() {
						op.run()
					}
				})
			}
		}
	}
}
