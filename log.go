package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Log sets dst[j] = ln x[j].
//
// Error bound, special values and bits are those of [kernel.Log].
//
// dst may be x itself. It panics where the slices differ in length or overlap in part.
func Log(dst, x []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.Log.Of(isa)) {
		kernel.Log(isa, dst, x)
		return
	}
	_ = Run{}.Log(dst, x) // the default pool is never closed
}

// Log is the function [Log]. A worker polls the context at least every 16 384 elements.
func (r Run) Log(dst, x []float64) error {
	const op = "sumlog: Log"
	check.Unary(op, dst, x)
	isa := r.isa()
	ns := cost.Log.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.Log(isa, dst, x)
		}
		return err
	}
	t := logTasks.get()
	*t = logTask{isa, dst, x}
	err := r.do(op, work(len(x), ns, 8, 1<<14), t)
	logTasks.put(t)
	return err
}

type logTask struct {
	isa    kernel.ISA
	dst, x []float64
}

var logTasks tasks[logTask]

func (t *logTask) Do(lo, hi int) { kernel.Log(t.isa, t.dst[lo:hi], t.x[lo:hi]) }
