package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sumlog/kernel"
)

// BenchmarkStopTheWorld reports how long it takes to stop the world while a kernel
// runs: the wait that the garbage collector has at each of its two pauses. Assembly
// is not preempted, so the wait is that for the end of a call of it, or for the end of
// the whole operation where nothing between two such calls lets the runtime in. The
// plain Go ones are the control: a loop in Go stops anywhere. One over math.Log is what
// users would write; that is assembly too on amd64, and the runtime tries every 100 µs
// whether it finds it between two calls.
//
// The figures are the runtime's own histogram of the time from the decision to stop
// until every processor has: timing runtime.ReadMemStats would add what it does with
// the world stopped, and the start. Its buckets are a quarter of an octave wide, and a
// figure is the upper end of one. The stops are made by ReadMemStats, which counts
// under "other", where the collector, which finds nothing to do here, cannot mix in.
//
// One processor is left to the goroutine that stops the others: if it had to wait for
// one of its own, they would all have reached their end when it runs. It sleeps
// before each stop, for longer than a call of the assembly takes, and for a random
// time: the work begins anew after a stop, so that the next one would always meet the
// beginning of a call.
func BenchmarkStopTheWorld(b *testing.B) {
	// No more than four, each of which has 64 MiB to write to.
	busy := min(4, runtime.GOMAXPROCS(0)-1)
	if busy == 0 {
		b.Skip("one processor has nobody to wait for")
	}
	const n = 1 << 23 // a call that did not let the runtime in would show
	x, y := values(n, 0.5, 100), values(n, 0.5, 2)
	for _, w := range longCalls(x, y) {
		b.Run(fmt.Sprintf("op=%s/isa=%s", w.op, w.isa), func(b *testing.B) {
			var end atomic.Bool
			var ready, done sync.WaitGroup
			ready.Add(busy)
			for range busy {
				done.Go(func() {
					dst := make([]float64, n)
					w.run(dst) // has the pages of dst mapped
					ready.Done()
					for !end.Load() {
						w.run(dst)
					}
				})
			}
			ready.Wait()
			before := stoppingWaits()
			var m runtime.MemStats
			for b.Loop() {
				time.Sleep(rand.N(time.Millisecond))
				runtime.ReadMemStats(&m)
			}
			waits := stoppingWaits()
			end.Store(true)
			done.Wait()
			for i, c := range before.Counts {
				waits.Counts[i] -= c
			}
			b.ReportMetric(0, "ns/op") // mostly sleep
			b.ReportMetric(1e6*quantile(waits, 0.5), "median-µs")
			b.ReportMetric(1e6*quantile(waits, 0.99), "p99-µs")
			b.ReportMetric(1e6*quantile(waits, 1), "worst-µs")
		})
	}
}

type longCall struct {
	op, isa string
	run     func(dst []float64)
}

func longCalls(x, y []float64) (list []longCall) {
	rows := func(isa kernel.ISA, dst []float64, cols int) { kernel.SumLogRows(isa, dst[:len(x)/cols], x, cols) }
	list = append(list, longCall{"Log", "math.Log", func(dst []float64) {
		for j, v := range x {
			dst[j] = math.Log(v)
		}
	}})
	for _, isa := range kernel.Supported() {
		list = append(list,
			longCall{"Log", isa.String(), func(dst []float64) { kernel.Log(isa, dst, x) }},
			longCall{"SumLog", isa.String(), func([]float64) { kernel.SumLog(isa, x) }},
			longCall{"SumLogRows,cols=8", isa.String(), func(dst []float64) { rows(isa, dst, 8) }},
			longCall{"SumLogRows,cols=512", isa.String(), func(dst []float64) { rows(isa, dst, 512) }},
			longCall{"LogAccumulate", isa.String(), func(dst []float64) { kernel.LogAccumulate(isa, dst, x, 1000) }},
			longCall{"LogAccumulateDirect", isa.String(), func(dst []float64) { kernel.LogAccumulateDirect(isa, dst[:64], x[:64], 1<<18) }},
			longCall{"Add", isa.String(), func(dst []float64) { kernel.Add(isa, dst, x, y) }},
			longCall{"AddStreaming", isa.String(), func(dst []float64) { kernel.AddStreaming(isa, dst, x, y) }},
		)
	}
	return list
}

// stoppingWaits returns the histogram, in seconds, of the waits since the process
// began.
func stoppingWaits() metrics.Float64Histogram {
	s := []metrics.Sample{{Name: "/sched/pauses/stopping/other:seconds"}}
	metrics.Read(s)
	return *s[0].Value.Float64Histogram()
}

// quantile returns the upper end of the bucket in which the share q of h is reached.
func quantile(h metrics.Float64Histogram, q float64) float64 {
	var all, sum uint64
	for _, c := range h.Counts {
		all += c
	}
	for i, c := range h.Counts {
		if sum += c; c > 0 && float64(sum) >= q*float64(all) {
			return h.Buckets[i+1]
		}
	}
	return math.NaN()
}
