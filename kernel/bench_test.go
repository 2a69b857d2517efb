package kernel_test

import (
	"fmt"
	"math"
	"testing"
	"unsafe"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// The two formulas of LogAccumulate have these arguments.
var ranges = []struct {
	name   string
	lo, hi float64
}{{"small", 0, 15}, {"large", 15, 1e6}}

// BenchmarkOperations measures every operation of the table.
func BenchmarkOperations(b *testing.B) {
	for _, o := range operations.All() {
		if o.Name == "DotLogCounts" {
			continue // see BenchmarkDotLogCounts
		}
		for _, param := range o.Bench {
			before := 0
			for _, work := range []int{1, 8, 100, 4096, 1 << 20} {
				n := max(1, work/o.CostOf(param))
				if n == before {
					continue
				}
				before = n
				for _, isa := range kernel.Supported() {
					benchmarkCall(b, o, isa, n, param)
				}
			}
		}
	}
}

// benchmarkCall measures calls on n elements, or rows.
func benchmarkCall(b *testing.B, o *operations.Operation, isa kernel.ISA, n, param int) {
	_, input := o.Lengths(n, param)
	a := o.Take(o.Draw(operations.Ordinary, input+3*o.Inputs, 1), 0, n, param)
	name := fmt.Sprintf("op=%s/isa=%v/type=float64", o.Name, isa)
	if o.Param != "" {
		name += fmt.Sprintf("/%s=%d", o.Param, param)
	}
	b.Run(fmt.Sprintf("%s/n=%d", name, n), func(b *testing.B) {
		for b.Loop() {
			o.Kernel(isa, a)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
	})
}

// BenchmarkDotLogCounts has counts of a few bits beside DotLog of the same counts. Those of the table
// are made in each call.
func BenchmarkDotLogCounts(b *testing.B) {
	const n = 4096
	x, counts, weights := values(n, 0.5, 2), make([]int64, n), make([]float64, n)
	for _, isa := range kernel.Supported() {
		for bits := 1; bits <= 4; bits++ {
			for i := range counts {
				counts[i] = int64(uint64(i+1) * 0x9e3779b97f4a7c15 >> (64 - bits))
				weights[i] = float64(counts[i])
			}
			run := func(op string, f func()) {
				b.Run(fmt.Sprintf("op=%s/isa=%v/bits=%d/n=%d", op, isa, bits, n), func(b *testing.B) {
					for b.Loop() {
						f()
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/elem")
				})
			}
			run("DotLogCounts", func() { kernel.DotLogCounts(isa, counts, x) })
			run("DotLog", func() { kernel.DotLog(isa, weights, x) })
		}
	}
}

// BenchmarkSumLogOf has other types beside SumLog, in the first cache and from memory.
func BenchmarkSumLogOf(b *testing.B) {
	for _, isa := range kernel.Supported() {
		for _, n := range []int{4096, 1 << 27} {
			benchmarkSumLogOf[float64](b, isa, n)
			benchmarkSumLogOf[float32](b, isa, n)
			benchmarkSumLogOf[int32](b, isa, n)
			benchmarkSumLogOf[int64](b, isa, n)
			benchmarkSumLogOf[uint8](b, isa, n)
		}
	}
}

func benchmarkSumLogOf[T kernel.Number](b *testing.B, isa kernel.ISA, n int) {
	b.Run(fmt.Sprintf("op=SumLogOf/isa=%v/type=%T/n=%d", isa, T(0), n), func(b *testing.B) {
		x := make([]T, n)
		for i := range x {
			x[i] = T(1 + i%100)
		}
		for b.Loop() {
			kernel.SumLogOf(isa, x)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
	})
}

// BenchmarkMathLog is the loop that users would write, for comparison.
func BenchmarkMathLog(b *testing.B) {
	for _, n := range []int{1, 8, 4096, 1 << 20} {
		x, dst := values(n, 0, 100), make([]float64, n)
		b.Run(fmt.Sprintf("op=Log/isa=math.Log/type=float64/n=%d", n), func(b *testing.B) {
			for b.Loop() {
				for j, v := range x {
					dst[j] = math.Log(v)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
		})
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

// BenchmarkAdd measures the other types, and float64 beyond the caches.
func BenchmarkAdd(b *testing.B) {
	for _, isa := range kernel.Supported() {
		b.Run(fmt.Sprintf("op=Add/isa=%v/type=float64/n=%d", isa, 1<<23), func(b *testing.B) { benchmarkAdd[float64](b, isa, 1<<23) })
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

// Factors that stay on the fast path, and others that leave it.
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
