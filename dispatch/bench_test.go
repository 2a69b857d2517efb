package dispatch_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// A job of about 240 µs with AVX2 on one core at 1.1 ns a term, which has no memory
// traffic to speak of.
const forkJoinTerms = 64

func forkJoinData() (dst, x []float64) {
	x = make([]float64, 3300)
	for i := range x {
		x[i] = float64(i)
	}
	return make([]float64, len(x)), x
}

// forkJoinDesigns are ways to share one job between all cores.
func forkJoinDesigns(tb testing.TB) []forkJoinDesign {
	isa, workers := dispatch.ISA(), dispatch.Default().Workers()
	newPool := func(opts ...dispatch.Option) *dispatch.Pool {
		p, err := dispatch.NewPool(opts...)
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { p.Close() })
		return p
	}
	pinned, free := newPool(dispatch.WithPinning(true)), newPool(dispatch.WithPinning(false))
	return []forkJoinDesign{
		{"serial", func(dst, x []float64) { kernel.LogAccumulateDirect(isa, dst, x, forkJoinTerms) }},
		{"goroutines", func(dst, x []float64) {
			var wg sync.WaitGroup
			for _, r := range dispatch.Split(len(x), workers) {
				wg.Go(func() { kernel.LogAccumulateDirect(isa, dst[r.Lo:r.Hi], x[r.Lo:r.Hi], forkJoinTerms) })
			}
			wg.Wait()
		}},
		{"pool", func(dst, x []float64) { pinned.LogAccumulateDirect(dst, x, forkJoinTerms) }},
		{"unpinned", func(dst, x []float64) { free.LogAccumulateDirect(dst, x, forkJoinTerms) }},
	}
}

type forkJoinDesign struct {
	name string
	run  func(dst, x []float64)
}

func BenchmarkForkJoin(b *testing.B) {
	designs := forkJoinDesigns(b)
	for _, d := range designs {
		b.Run("design="+d.name, func(b *testing.B) {
			dst, x := forkJoinData()
			for b.Loop() {
				d.run(dst, x)
			}
		})
	}
	// The designs in turn, so that they meet the same machine: the median and the
	// ninth decile of each, in µs, and the medians against half the serial one.
	for _, pause := range []time.Duration{0, time.Millisecond} {
		b.Run(fmt.Sprintf("interleaved/pause=%v", pause), func(b *testing.B) {
			dst, x := forkJoinData()
			times := make([][]float64, len(designs))
			for b.Loop() {
				for i, d := range designs {
					if pause > 0 {
						time.Sleep(pause)
					}
					// The first call of several finds the design cold, as the others
					// left it; without a pause the ones after it count.
					if pause == 0 {
						d.run(dst, x)
						d.run(dst, x)
					}
					start := time.Now()
					d.run(dst, x)
					times[i] = append(times[i], float64(time.Since(start))/1e3)
				}
			}
			perfect := 0.0
			for i, d := range designs {
				slices.Sort(times[i])
				n := len(times[i])
				b.ReportMetric(times[i][n/2], d.name+"-p50-µs")
				b.ReportMetric(times[i][n*9/10], d.name+"-p90-µs")
				if i == 0 {
					perfect = times[0][n/2] / float64(dispatch.Default().Workers())
				} else {
					b.ReportMetric(times[i][n/2]/perfect, d.name+"/perfect")
				}
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func BenchmarkLogAccumulate(b *testing.B) {
	for _, isa := range kernel.Supported() {
		p := newPool(b, dispatch.WithISA(isa))
		for _, terms := range []int{1, 1000} {
			for _, n := range []int{4, 100, 1000, 2000, 4000, 8000, 16_000, 32_000, 100_000, 1_000_000} {
				b.Run(fmt.Sprintf("isa=%v/terms=%d/n=%d", isa, terms, n), func(b *testing.B) {
					x, dst := values(n), make([]float64, n)
					for b.Loop() {
						p.LogAccumulate(dst, x, terms)
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
				dispatch.Add(dst, x, y)
			}
			perElement(b, n)
		})
	}
}

func perElement(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/elem")
}
