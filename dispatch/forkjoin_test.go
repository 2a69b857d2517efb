package dispatch_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sumlog"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// forkJoinTerms times some thousands of elements is a job of about 240 µs on one core, with no
// memory traffic to speak of.
const forkJoinTerms = 64

func forkJoinData(n int) (dst, x []float64) {
	x = make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	return make([]float64, n), x
}

// elementsFor returns how many elements take about that long on one core.
func elementsFor(work time.Duration) int {
	const n = 1 << 14
	dst, x := forkJoinData(n)
	least := time.Hour
	for range 10 {
		start := time.Now()
		kernel.LogAccumulateDirect(dispatch.ISA(), dst, x, forkJoinTerms)
		least = min(least, time.Since(start))
	}
	return max(int(float64(n)*float64(work)/float64(least)), 16)
}

type forkJoinDesign struct {
	name string
	run  func(dst, x []float64)
}

// forkJoinDesigns are ways to share one job between all cores.
func forkJoinDesigns(tb testing.TB) []forkJoinDesign {
	isa, workers := dispatch.ISA(), runtime.GOMAXPROCS(0)
	direct := func(dst, x []float64) { kernel.LogAccumulateDirect(isa, dst, x, forkJoinTerms) }
	pinned, free := newPool(tb, dispatch.WithPinning(true)), newPool(tb, dispatch.WithPinning(false))
	return []forkJoinDesign{
		{"serial", direct},
		{"goroutines", func(dst, x []float64) {
			var wg sync.WaitGroup
			for _, r := range dispatch.Split(len(x), workers) {
				wg.Go(func() { direct(dst[r.Lo:r.Hi], x[r.Lo:r.Hi]) })
			}
			wg.Wait()
		}},
		{"channels", channelPool(tb, workers, direct)},
		{"handed-over", func(dst, x []float64) {
			handed := dispatch.Work{N: len(x), Align: 32, MinChunk: 32, MaxChunk: 1536} // as LogAccumulateDirect does
			dispatch.HandOver(pinned, handed, directTask{isa, dst, x})
		}},
		{"unpinned", func(dst, x []float64) { must(sumlog.On(background, free).LogAccumulateDirect(dst, x, forkJoinTerms)) }},
		{"pool", func(dst, x []float64) { must(sumlog.On(background, pinned).LogAccumulateDirect(dst, x, forkJoinTerms)) }},
	}
}

// channelPool is the obvious pool: goroutines that receive ranges from a channel.
func channelPool(tb testing.TB, workers int, f func(dst, x []float64)) func(dst, x []float64) {
	type task struct {
		dst, x []float64
		done   *sync.WaitGroup
	}
	tasks := make(chan task)
	tb.Cleanup(func() { close(tasks) })
	for range workers {
		go func() {
			for t := range tasks {
				f(t.dst, t.x)
				t.done.Done()
			}
		}()
	}
	return func(dst, x []float64) {
		var done sync.WaitGroup
		done.Add(workers)
		for _, r := range dispatch.Split(len(x), workers) {
			tasks <- task{dst[r.Lo:r.Hi], x[r.Lo:r.Hi], &done}
		}
		done.Wait()
	}
}

// sample is a list of times in µs.
type sample []float64

func (s *sample) add(d time.Duration) { *s = append(*s, float64(d)/1e3) }

// at returns a quantile. It sorts.
func (s sample) at(q float64) float64 {
	slices.Sort(s)
	return s[min(int(q*float64(len(s))), len(s)-1)]
}

// against returns the ratios to other, in pairs.
func (s sample) against(other sample) (ratios sample) {
	for k := range s {
		ratios = append(ratios, s[k]/other[k])
	}
	return ratios
}

// BenchmarkForkJoin compares the designs in turn, so that they meet the same machine. It
// reports the median, the 90th and the 99th percentile of each, in µs; the median of the
// ratios to half of the serial time of the same round (with two workers), which is perfect;
// and the same ratio of the fastest tenths, when the machine was at its best for both.
func BenchmarkForkJoin(b *testing.B) {
	designs := forkJoinDesigns(b)
	for _, work := range []time.Duration{240 * time.Microsecond, 1500 * time.Microsecond, 6 * time.Millisecond} {
		for _, pause := range []time.Duration{0, time.Millisecond} {
			b.Run(fmt.Sprintf("work=%v/pause=%v", work, pause), func(b *testing.B) {
				dst, x := forkJoinData(elementsFor(work))
				times := make([]sample, len(designs))
				for b.Loop() {
					for i, d := range designs {
						if pause > 0 {
							time.Sleep(pause)
						} else {
							// The first calls find the design, and the cores, as the others
							// left them.
							for warm := time.Now(); time.Since(warm) < 2*time.Millisecond; {
								d.run(dst, x)
							}
						}
						start := time.Now()
						d.run(dst, x)
						times[i].add(time.Since(start))
					}
				}
				serial := slices.Clone(times[0]) // in the order of the rounds, since at sorts
				for i, d := range designs {
					ratios := times[i].against(serial)
					b.ReportMetric(ratios.at(0.5)*float64(runtime.GOMAXPROCS(0)), d.name+"/perfect")
					b.ReportMetric(times[i].at(0.1)/times[0].at(0.1)*float64(runtime.GOMAXPROCS(0)), d.name+"/perfect-p10")
					b.ReportMetric(times[i].at(0.5), d.name+"-p50-µs")
					b.ReportMetric(times[i].at(0.9), d.name+"-p90-µs")
					b.ReportMetric(times[i].at(0.99), d.name+"-p99-µs")
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// BenchmarkManyCallers has a hundred goroutines call at once, by each design in turn. It
// reports the time of a call overall, which is the inverse of throughput, and how long a
// caller waits.
func BenchmarkManyCallers(b *testing.B) {
	const callers, calls = 100, 10
	n := elementsFor(240 * time.Microsecond)
	_, x := forkJoinData(n)
	designs := forkJoinDesigns(b)
	designs = slices.DeleteFunc(designs, func(d forkJoinDesign) bool { return d.name == "handed-over" }) // one caller only
	overall, latency := make([]sample, len(designs)), make([]sample, len(designs))
	for b.Loop() {
		for i, d := range designs {
			var wg sync.WaitGroup
			var mu sync.Mutex
			start := time.Now()
			for range callers {
				wg.Go(func() {
					dst := make([]float64, n)
					var own sample
					for range calls {
						start := time.Now()
						d.run(dst, x)
						own.add(time.Since(start))
					}
					mu.Lock()
					latency[i] = append(latency[i], own...)
					mu.Unlock()
				})
			}
			wg.Wait()
			overall[i].add(time.Since(start) / (callers * calls))
		}
	}
	goroutines := overall[1].at(0.5)
	for i, d := range designs {
		b.ReportMetric(overall[i].at(0.5), d.name+"-overall-µs")
		b.ReportMetric(overall[i].at(0.5)/goroutines, d.name+"/goroutines")
		b.ReportMetric(latency[i].at(0.5), d.name+"-p50-µs")
		b.ReportMetric(latency[i].at(0.99), d.name+"-p99-µs")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkGoroutineAfterJob reports how long a goroutine takes to begin that starts some time
// after a job, while its creator goes on computing: the cost of an idle pool for the rest of
// the program. The control has no pool.
func BenchmarkGoroutineAfterJob(b *testing.B) {
	if runtime.GOMAXPROCS(0) < 2 {
		b.Skip("needs two Ps")
	}
	designs := forkJoinDesigns(b)
	designs = []forkJoinDesign{designs[0], designs[len(designs)-1]}
	dst, x := forkJoinData(elementsFor(240 * time.Microsecond))
	for _, pause := range []time.Duration{0, 50 * time.Microsecond, time.Millisecond} {
		b.Run(fmt.Sprintf("pause=%v", pause), func(b *testing.B) {
			var times [2]sample
			for b.Loop() {
				for i, d := range designs {
					time.Sleep(15 * time.Millisecond) // until the runtime's monitor rests
					d.run(dst, x)
					for end := time.Now().Add(pause); time.Now().Before(end); {
					}
					var begun atomic.Bool
					start := time.Now()
					go begun.Store(true)
					for !begun.Load() {
					}
					times[i].add(time.Since(start))
				}
			}
			for i, d := range designs {
				b.ReportMetric(times[i].at(0.5), d.name+"-p50-µs")
				b.ReportMetric(times[i].at(0.9), d.name+"-p90-µs")
				b.ReportMetric(times[i].at(0.99), d.name+"-p99-µs")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// directTask is a LogAccumulateDirect.
type directTask struct {
	isa    kernel.ISA
	dst, x []float64
}

func (t directTask) Do(lo, hi int) {
	kernel.LogAccumulateDirect(t.isa, t.dst[lo:hi], t.x[lo:hi], forkJoinTerms)
}
