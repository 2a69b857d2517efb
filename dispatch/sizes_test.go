package dispatch_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"sumlog"

	"sumlog/dispatch"
	"sumlog/shared"
)

// sizedOperation is an operation whose time grows with n.
type sizedOperation struct {
	name string
	ns   float64 // of one of n, about
	run  func(p *dispatch.Pool, n int)
}

func sizedOperations(tb testing.TB) []sizedOperation {
	const most = 8 << 20
	x, y, dst := positive(most), positive(most), make([]float64, most)
	tables := map[int]*shared.Array[float64]{}
	return []sizedOperation{
		{"Log", 1.0, func(p *dispatch.Pool, n int) { must(sumlog.On(background, p).Log(dst[:n], x[:n])) }},
		{"SumLog", 0.25, func(p *dispatch.Pool, n int) { value(sumlog.On(background, p).SumLog(x[:n])) }},
		{"SumLogRows,cols=32", 12, func(p *dispatch.Pool, n int) { must(sumlog.On(background, p).SumLogRows(dst[:n], x[:n*32], 32)) }},
		{"LogAccumulate", 6, func(p *dispatch.Pool, n int) { must(sumlog.On(background, p).LogAccumulate(dst[:n], x[:n], 1000)) }},
		{"LogAccumulateDirect,terms=64", 60, func(p *dispatch.Pool, n int) { must(sumlog.On(background, p).LogAccumulateDirect(dst[:n], x[:n], 64)) }},
		{"Add", 0.15, func(p *dispatch.Pool, n int) { must(sumlog.AddOn(sumlog.On(background, p), dst[:n], x[:n], y[:n])) }},
		{"AddColumns", 0.4, func(p *dispatch.Pool, n int) {
			if tables[n] == nil {
				a, err := shared.New[float64](n, 3)
				if err != nil {
					tb.Fatal(err)
				}
				tb.Cleanup(func() { a.Close() })
				tables[n] = a
			}
			must(sumlog.AddColumnsOn(sumlog.On(background, p), tables[n], 2, 0, 1))
		}},
	}
}

// BenchmarkSizes sweeps sizes around the thresholds for sharing, by the time that the work
// takes one worker. It reports the median of the ratios of all workers to one, calls of either
// in turn, which should never be above 1.05. Burst calls follow others and are timed eight at a
// time; parked calls come after a millisecond of rest; repeated calls are twenty after a rest.
func BenchmarkSizes(b *testing.B) {
	if runtime.GOMAXPROCS(0) < 2 {
		b.Skip("one worker is one worker")
	}
	all, one := newPool(b), newPool(b, dispatch.WithWorkers(1))
	const rest = time.Millisecond
	for _, mode := range []struct {
		name  string
		rest  time.Duration
		calls int
		works []int // µs
	}{
		{"burst", 0, 8, []int{1, 2, 4, 6, 7, 8, 9, 10, 12, 16, 24, 32, 64, 128, 256, 1000}},
		{"parked", rest, 1, []int{2, 4, 8, 16, 32, 50, 70, 80, 90, 100, 110, 120, 140, 170, 200, 300, 500, 1000}},
		{"repeated", rest, 20, []int{5, 10, 20, 50, 80, 100, 150}},
	} {
		for _, op := range sizedOperations(b) {
			for _, work := range mode.works {
				n := int(float64(work) * 1e3 / op.ns)
				b.Run(fmt.Sprintf("mode=%s/op=%s/work=%dµs/n=%d", mode.name, op.name, work, n), func(b *testing.B) {
					var times [2]sample
					for b.Loop() {
						for i, p := range []*dispatch.Pool{one, all} {
							if mode.rest > 0 {
								time.Sleep(mode.rest)
							} else {
								// Longer than the wake policy takes to wake workers.
								for end := time.Now().Add(1500 * time.Microsecond); time.Now().Before(end); {
									op.run(p, n)
								}
							}
							start := time.Now()
							for range mode.calls {
								op.run(p, n)
							}
							times[i].add(time.Since(start))
						}
					}
					b.ReportMetric(times[1].against(times[0]).at(0.5), "all/one")
					b.ReportMetric(times[0].at(0.5)/float64(mode.calls), "one-µs")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}
