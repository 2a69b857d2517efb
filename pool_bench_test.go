package sumlog_test

import (
	"fmt"
	"testing"

	"sumlog"

	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// BenchmarkOperations measures every operation on all workers of a pool for each instruction
// set.
func BenchmarkOperations(b *testing.B) {
	for _, isa := range kernel.Supported() {
		p := newPool(b, dispatch.WithISA(isa))
		for _, o := range operations.OnCores() {
			for _, n := range []int{4, 100, 1000, 2000, 4000, 8000, 16_000, 32_000, 100_000, 1_000_000} {
				param := o.Bench[0]
				if !o.InRows() {
					n = max(1, n/o.CostOf(param)) // a million elements of the literal loop take a second
				}
				a := argsOf(o, n, param)
				if len(a.Dst) == 0 {
					continue
				}
				b.Run(fmt.Sprintf("op=%s/isa=%v/n=%d", o.Title(param), isa, len(a.In[0])), func(b *testing.B) {
					for b.Loop() {
						must(o.On(sumlog.On(background, p), a))
					}
					perElement(b, len(a.In[0]))
				})
			}
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	benchmarkAdd[int8](b)
	benchmarkAdd[int32](b)
	benchmarkAdd[float32](b)
	benchmarkAdd[float64](b)
}

func benchmarkAdd[T kernel.Number](b *testing.B) {
	for _, n := range []int{4, 1000, 10_000, 30_000, 40_000, 100_000, 400_000, 1_000_000, 8_000_000} {
		b.Run(fmt.Sprintf("type=%T/n=%d", T(0), n), func(b *testing.B) {
			x, y, dst := make([]T, n), make([]T, n), make([]T, n)
			for b.Loop() {
				sumlog.Add(dst, x, y)
			}
			perElement(b, n)
		})
	}
}

func perElement(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
}
