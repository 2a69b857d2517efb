package dispatch_test

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"sumlog/dispatch"
	"sumlog/internal/pauses"
	"sumlog/kernel"
)

// BenchmarkStopTheWorld is that of package kernel for the pool: how long it takes to stop
// the world while all workers are at work, or on their way between two jobs. The control
// is the same work in plain Go, and a loop over a square root, on as many
// goroutines.
func BenchmarkStopTheWorld(b *testing.B) {
	workers := runtime.GOMAXPROCS(0)
	if workers == 1 {
		b.Skip("one processor has nobody to wait for")
	}
	const n = 1 << 22
	x, y, dst := positive(n), positive(n), make([]float64, n)
	goroutines := func(f func(lo, hi int)) func() {
		return func() {
			var wg sync.WaitGroup
			for _, r := range dispatch.Split(n, workers) {
				wg.Go(func() { f(r.Lo, r.Hi) })
			}
			wg.Wait()
		}
	}
	p := newPool(b)
	type work struct {
		name string
		run  func()
	}
	list := []work{{"sqrt/by=goroutines", goroutines(func(lo, hi int) {
		for i := lo; i < hi; i++ {
			dst[i] = math.Sqrt(x[i]) * y[i]
		}
	})}}
	for _, isa := range []kernel.ISA{kernel.Generic, dispatch.ISA()} {
		list = append(list,
			work{fmt.Sprintf("Log/by=goroutines/isa=%v", isa), goroutines(func(lo, hi int) { kernel.Log(isa, dst[lo:hi], x[lo:hi]) })},
			work{fmt.Sprintf("LogAccumulate/by=goroutines/isa=%v", isa), goroutines(func(lo, hi int) { kernel.LogAccumulate(isa, dst[lo:hi], x[lo:hi], 1000) })})
	}
	list = append(list,
		work{"Log/by=pool", func() { p.Log(dst, x) }},
		work{"SumLog/by=pool", func() { p.SumLog(x) }},
		work{"SumLogRows/by=pool", func() { p.SumLogRows(dst[:n/8], x, 8) }},
		work{"LogAccumulate/by=pool", func() { p.LogAccumulate(dst, x, 1000) }},
		work{"LogAccumulateDirect/by=pool", func() { p.LogAccumulateDirect(dst, x, 64) }},
		work{"Add/by=pool", func() { dispatch.AddWith(p, dst, x, y) }},
		work{"jobs of 20 µs/by=pool", func() { p.Log(dst[:20_000], x[:20_000]) }},
	)
	for _, w := range list {
		b.Run("op="+w.name, func(b *testing.B) {
			var end atomic.Bool
			var begun, done sync.WaitGroup
			begun.Add(1)
			done.Go(func() {
				w.run()
				begun.Done()
				for !end.Load() {
					w.run()
				}
			})
			begun.Wait()
			pauses.Report(b)
			end.Store(true)
			done.Wait()
		})
	}
}
