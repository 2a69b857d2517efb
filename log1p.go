package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Log1p sets dst[j] = ln(1 + x[j]), without rounding 1+x.
//
// Error bound, special values and bits are those of [kernel.Log1p].
//
// dst may be x itself. It panics where the slices differ in length or overlap in part.
func Log1p(dst, x []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.Log1p.Of(isa)) {
		kernel.Log1p(isa, dst, x)
		return
	}
	_ = Run{}.Log1p(dst, x) // the default pool is never closed
}

// Log1p is the function [Log1p]. A worker polls the context at least every 16 384 elements.
func (r Run) Log1p(dst, x []float64) error {
	const op = "sumlog: Log1p"
	check.Unary(op, dst, x)
	isa := r.isa()
	ns := cost.Log1p.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.Log1p(isa, dst, x)
		}
		return err
	}
	t := log1pTasks.get()
	*t = log1pTask{isa, dst, x}
	err := r.do(op, work(len(x), ns, 8, 1<<14), t)
	log1pTasks.put(t)
	return err
}

type log1pTask struct {
	isa    kernel.ISA
	dst, x []float64
}

var log1pTasks tasks[log1pTask]

func (t *log1pTask) Do(lo, hi int) { kernel.Log1p(t.isa, t.dst[lo:hi], t.x[lo:hi]) }
