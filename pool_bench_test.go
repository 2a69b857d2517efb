package sumlog_test

import (
	"fmt"
	"testing"

	"sumlog"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func BenchmarkLogAccumulate(b *testing.B) {
	for _, isa := range kernel.Supported() {
		p := newPool(b, dispatch.WithISA(isa))
		for _, terms := range []int{1, 1000} {
			for _, n := range []int{4, 100, 1000, 2000, 4000, 8000, 16_000, 32_000, 100_000, 1_000_000} {
				b.Run(fmt.Sprintf("isa=%v/terms=%d/n=%d", isa, terms, n), func(b *testing.B) {
					x, dst := values(n), make([]float64, n)
					for b.Loop() {
						must(sumlog.On(background, p).LogAccumulate(dst, x, terms))
					}
					perElement(b, n)
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
