package kernel_test

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"sumlog/internal/stw"
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
// One processor is left to the goroutine that stops the others: if it had to wait for
// one of its own, they would all have reached their end when it runs.
func BenchmarkStopTheWorld(b *testing.B) {
	// No more than four, each of which has 64 MiB to write to.
	busy := min(4, runtime.GOMAXPROCS(0)-1)
	if busy == 0 {
		b.Skip("one processor does not wait for another")
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
			stw.Report(b)
			end.Store(true)
			done.Wait()
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
