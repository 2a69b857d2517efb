package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Exp sets dst[j] = e^x[j].
//
// Error bound, special values and bits are those of [kernel.Exp].
//
// dst may be x itself. It panics where the slices differ in length or overlap in part.
func Exp(dst, x []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.Exp.Of(isa)) {
		kernel.Exp(isa, dst, x)
		return
	}
	_ = Run{}.Exp(dst, x) // the default pool is never closed
}

// Exp is the function [Exp]. A worker polls the context at least every 16 384 elements.
func (r Run) Exp(dst, x []float64) error {
	const op = "sumlog: Exp"
	check.Unary(op, dst, x)
	isa := r.isa()
	ns := cost.Exp.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.Exp(isa, dst, x)
		}
		return err
	}
	t := expTasks.get()
	*t = expTask{isa, dst, x}
	err := r.do(op, work(len(x), ns, 8, 1<<14), t)
	expTasks.put(t)
	return err
}

type expTask struct {
	isa    kernel.ISA
	dst, x []float64
}

var expTasks tasks[expTask]

func (t *expTask) Do(lo, hi int) { kernel.Exp(t.isa, t.dst[lo:hi], t.x[lo:hi]) }
