package kernel_test

import (
	"fmt"
	"math"
	"testing"
	"unsafe"

	"sumlog/kernel"
)

var ranges = []struct {
	name   string
	lo, hi float64
}{{"small", 0, 15}, {"large", 15, 1e6}}

func BenchmarkLog(b *testing.B) {
	perElement := func(b *testing.B, n int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
	}
	for _, n := range []int{1, 8, 4096, 1 << 20} {
		x, dst := values(n, 0, 100), make([]float64, n)
		b.Run(fmt.Sprintf("op=Log/isa=math.Log/type=float64/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				for j, v := range x {
					dst[j] = math.Log(v)
				}
			}
			perElement(b, n)
		})
		for _, isa := range kernel.Supported() {
			b.Run(fmt.Sprintf("op=Log/isa=%v/type=float64/n=%d", isa, n), func(b *testing.B) {
				for b.Loop() {
					kernel.Log(isa, dst, x)
				}
				perElement(b, n)
			})
		}
	}
}

func BenchmarkLogAccumulate(b *testing.B) {
	for _, isa := range kernel.Supported() {
		for _, terms := range []int{1, 8, 16, 1000, 1000000} {
			for _, r := range ranges {
				for _, n := range []int{1, 8, 4096} {
					b.Run(fmt.Sprintf("op=LogAccumulate/isa=%v/type=float64/terms=%d/x=%s/n=%d", isa, terms, r.name, n), func(b *testing.B) {
						x := values(n, r.lo, r.hi)
						dst := make([]float64, n)
						for b.Loop() {
							kernel.LogAccumulate(isa, dst, x, terms)
						}
						b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
					})
				}
			}
		}
	}
}

func BenchmarkLogAccumulateDirect(b *testing.B) {
	const n, terms = 256, 1000
	x := values(n, 0, 1000)
	dst := make([]float64, n)
	perTerm := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*terms), "ns/term")
	}
	b.Run(fmt.Sprintf("op=LogAccumulateDirect/isa=math.Log/type=float64/terms=%d/n=%d", terms, n), func(b *testing.B) {
		for b.Loop() {
			for j, v := range x {
				var s float64
				for i := range terms {
					s += math.Log(float64(1+i) + v)
				}
				dst[j] = s
			}
		}
		perTerm(b)
	})
	for _, isa := range kernel.Supported() {
		b.Run(fmt.Sprintf("op=LogAccumulateDirect/isa=%v/type=float64/terms=%d/n=%d", isa, terms, n), func(b *testing.B) {
			for b.Loop() {
				kernel.LogAccumulateDirect(isa, dst, x, terms)
			}
			perTerm(b)
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	for _, isa := range kernel.Supported() {
		for _, n := range []int{4, 16, 1024, 1 << 16, 1 << 23} {
			b.Run(fmt.Sprintf("op=Add/isa=%v/type=float64/n=%d", isa, n), func(b *testing.B) { benchmarkAdd[float64](b, isa, n) })
		}
		b.Run(fmt.Sprintf("op=Add/isa=%v/type=float32/n=1024", isa), func(b *testing.B) { benchmarkAdd[float32](b, isa, 1024) })
		b.Run(fmt.Sprintf("op=Add/isa=%v/type=int64/n=1024", isa), func(b *testing.B) { benchmarkAdd[int64](b, isa, 1024) })
		b.Run(fmt.Sprintf("op=Add/isa=%v/type=int32/n=1024", isa), func(b *testing.B) { benchmarkAdd[int32](b, isa, 1024) })
		b.Run(fmt.Sprintf("op=Add/isa=%v/type=int16/n=1024", isa), func(b *testing.B) { benchmarkAdd[int16](b, isa, 1024) })
		b.Run(fmt.Sprintf("op=Add/isa=%v/type=int8/n=1024", isa), func(b *testing.B) { benchmarkAdd[int8](b, isa, 1024) })
	}
}

func benchmarkAdd[T kernel.Number](b *testing.B, isa kernel.ISA, n int) {
	dst, x, y := make([]T, n), make([]T, n), make([]T, n)
	for i := range x {
		x[i], y[i] = T(i), T(2*i)
	}
	b.SetBytes(int64(n) * 3 * int64(unsafe.Sizeof(dst[0])))
	for b.Loop() {
		kernel.Add(isa, dst, x, y)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
}

func BenchmarkAddStreaming(b *testing.B) {
	for _, isa := range kernel.Supported() {
		const n = 1 << 23
		dst, x, y := make([]float64, n), values(n, 0, 1), values(n, 0, 1)
		b.Run(fmt.Sprintf("op=AddStreaming/isa=%v/type=float64/n=%d", isa, n), func(b *testing.B) {
			for b.Loop() {
				kernel.AddStreaming(isa, dst, x, y)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/elem")
		})
	}
}

func BenchmarkSumLog(b *testing.B) {
	perElement := func(b *testing.B, n int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
	}
	for _, n := range []int{1, 8, 100, 4096, 1 << 23} {
		for _, kind := range []struct {
			name   string
			lo, hi float64
		}{{"plain", 0.5, 2}, {"tiny", 1e-30, 2e-30}} {
			x := values(n, kind.lo, kind.hi)
			for _, isa := range kernel.Supported() {
				b.Run(fmt.Sprintf("op=SumLog/isa=%v/type=float64/x=%s/n=%d", isa, kind.name, n), func(b *testing.B) {
					for b.Loop() {
						kernel.SumLog(isa, x)
					}
					perElement(b, n)
				})
			}
		}
	}
}

func BenchmarkSumLogRows(b *testing.B) {
	for _, isa := range kernel.Supported() {
		for _, cols := range []int{8, 32, 100, 1000} {
			b.Run(fmt.Sprintf("op=SumLogRows/isa=%v/type=float64/cols=%d", isa, cols), func(b *testing.B) {
				const n = 100_000
				x, dst := values(n/cols*cols, 0.5, 2), make([]float64, n/cols)
				for b.Loop() {
					kernel.SumLogRows(isa, dst, x, cols)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n/cols), "ns/row")
			})
		}
	}
}
