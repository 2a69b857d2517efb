package dispatch_test

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"sumlog/dispatch"
)

// BenchmarkJobs shows what the mechanisms beyond the pool's ideas earn. It reports the median
// of the ratios of a job's time to the serial time, taken in turn: half is perfect with two
// workers.
//
//   - chunks: chunks of 16 elements, below 1 µs, back to back, which show whether the words that
//     workers write share cache lines;
//   - short, long: 20 and 240 µs of work back to back, and rested after a millisecond, which show
//     a worker that runs on the caller's core;
//   - callers: two callers with 5 ms of work each, a millisecond apart, which show whether large
//     jobs wake workers although the pool is contended.
func BenchmarkJobs(b *testing.B) {
	pool := newPool(b)
	for _, c := range []struct {
		name    string
		work    time.Duration
		chunk   int
		pause   time.Duration
		callers int
	}{
		{"chunks", 50 * time.Microsecond, 16, 0, 1},
		{"short", 20 * time.Microsecond, 32, 0, 1},
		{"long", 240 * time.Microsecond, 32, 0, 1},
		{"rested", 240 * time.Microsecond, 32, time.Millisecond, 1},
		{"callers", 5 * time.Millisecond, 32, time.Millisecond, 2},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := elementsFor(c.work)
			work := dispatch.Work{
				N: n, Align: 16, MinChunk: c.chunk, MaxChunk: c.chunk, Cost: c.work,
			}
			var tasks []directTask
			for range c.callers {
				dst, x := forkJoinData(n)
				tasks = append(tasks, directTask{dispatch.ISA(), dst, x})
			}
			serial := func(t directTask) { t.Do(0, n) }
			shared := func(t directTask) { must(pool.Do(background, work, t)) }
			once := func(run func(t directTask)) (took time.Duration) {
				var wg sync.WaitGroup
				var mu sync.Mutex
				for _, task := range tasks {
					wg.Go(func() {
						for warm := time.Now(); c.pause == 0 && time.Since(warm) < time.Millisecond; {
							run(task)
						}
						time.Sleep(c.pause)
						start := time.Now()
						run(task)
						mu.Lock()
						took += time.Since(start)
						mu.Unlock()
					})
				}
				wg.Wait()
				return took
			}
			var with, without sample
			for b.Loop() {
				without.add(once(serial))
				with.add(once(shared))
			}
			ratios := with.against(without)
			b.ReportMetric(ratios.at(0.5), "of-serial")
			b.ReportMetric(ratios.at(0.25), "of-serial-p25")
			b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "procs")
			b.ReportMetric(0, "ns/op")
		})
	}
}
