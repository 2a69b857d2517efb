package kernel_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sumlog/internal/operations"
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

// longCalls are the operations on at most as many elements as x has, or less where each costs
// more, and the loop that users would write.
func longCalls(x, y []float64) (list []longCall) {
	list = append(list, longCall{"Log", "math.Log", func(dst []float64) {
		for j, v := range x {
			dst[j] = math.Log(v)
		}
	}})
	for _, o := range operations.All() {
		for _, param := range o.Bench {
			n := len(x) / o.CostOf(param)
			a := &operations.Args{Param: param}
			results, input := o.Lengths(n, param)
			for i := range o.Inputs {
				a.In[i] = [][]float64{x, y, x}[i][:input]
			}
			for _, isa := range kernel.Supported() {
				list = append(list, longCall{strings.Replace(o.Title(param), "/", ",", 1), isa.String(), func(dst []float64) {
					o.Kernel(isa, a.With(dst[:results]))
				}})
			}
		}
	}
	return list
}
