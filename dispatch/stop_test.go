package dispatch_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sumlog"

	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/internal/pooltest"
	"sumlog/internal/stw"
	"sumlog/kernel"
)

// BenchmarkStopTheWorld measures how long it takes to stop the world while all workers of a
// pool are at work, or between two jobs; package kernel has the same for one thread. The
// control is the same work in plain Go, and a loop over a square root, on as many goroutines.
// They do not wait for each other: a goroutine that did would leave its core idle after each
// stop, and a stop seldom waits for an idle core.
func BenchmarkStopTheWorld(b *testing.B) {
	workers := runtime.GOMAXPROCS(0)
	if workers == 1 {
		b.Skip("there is no other processor to wait for")
	}
	const n = 1 << 22
	x, y, dst := positive(n), positive(n), make([]float64, n)
	p, free := newPool(b), newPool(b, dispatch.WithPinning(false))
	type work struct {
		name string
		by   int // how many goroutines call run, each for its own share
		run  func(lo, hi int)
	}
	byGoroutines := func(name string, run func(lo, hi int)) work {
		return work{name + "/by=goroutines", workers, run}
	}
	byPool := func(name string, run func()) work {
		return work{name, 1, func(int, int) { run() }}
	}
	list := []work{byGoroutines("sqrt", func(lo, hi int) {
		for i := lo; i < hi; i++ {
			dst[i] = math.Sqrt(x[i]) * y[i]
		}
	})}
	for _, isa := range []kernel.ISA{kernel.Generic, dispatch.ISA()} {
		name := fmt.Sprintf("/isa=%v", isa)
		list = append(list,
			byGoroutines("Log"+name, func(lo, hi int) { kernel.Log(isa, dst[lo:hi], x[lo:hi]) }),
			byGoroutines("LogAccumulate"+name, func(lo, hi int) { kernel.LogAccumulate(isa, dst[lo:hi], x[lo:hi], 1000) }))
	}
	for _, o := range operations.OnCores() {
		param, elements := o.Bench[0], n
		if !o.InRows() {
			elements = n / o.CostOf(param)
		}
		a := pooltest.Args(o, elements, param)
		list = append(list, byPool(strings.Replace(o.Title(param), "/", ",", 1)+"/by=pool", func() { must(o.On(sumlog.On(background, p), a)) }))
	}
	list = append(list,
		byPool("Log/by=pool that is not pinned", func() { must(sumlog.On(background, free).Log(dst, x)) }),
		byPool("LogAccumulate/by=pool that is not pinned", func() { must(sumlog.On(background, free).LogAccumulate(dst, x, 1000)) }),
		byPool("jobs of 20 µs/by=pool", func() { must(sumlog.On(background, p).Log(dst[:20_000], x[:20_000])) }),
	)
	for _, w := range list {
		b.Run("op="+w.name, func(b *testing.B) {
			var end atomic.Bool
			var begun, done sync.WaitGroup
			begun.Add(w.by)
			for _, r := range dispatch.Split(n, w.by) {
				done.Go(func() {
					w.run(r.Lo, r.Hi)
					begun.Done()
					for !end.Load() {
						w.run(r.Lo, r.Hi)
					}
				})
			}
			begun.Wait()
			stw.Report(b)
			end.Store(true)
			done.Wait()
		})
	}
}
