package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// XLogY sets dst[j] = x[j]·ln y[j], with 0·ln 0 = 0.
//
// Error bound, special values and bits are those of [kernel.XLogY].
//
// dst may be x or y or both. It panics where the slices differ in length or dst overlaps x or y
// in part.
func XLogY(dst, x, y []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.XLogY.Of(isa)) {
		kernel.XLogY(isa, dst, x, y)
		return
	}
	_ = Run{}.XLogY(dst, x, y) // the default pool is never closed
}

// XLogY is the function [XLogY]. A worker polls the context at least every 16 384 elements.
func (r Run) XLogY(dst, x, y []float64) error {
	const op = "sumlog: XLogY"
	check.Binary(op, dst, x, y)
	isa := r.isa()
	ns := cost.XLogY.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.XLogY(isa, dst, x, y)
		}
		return err
	}
	t := xlogyTasks.get()
	*t = xlogyTask{isa, dst, x, y}
	err := r.do(op, work(len(x), ns, 8, 1<<14), t)
	xlogyTasks.put(t)
	return err
}

type xlogyTask struct {
	isa       kernel.ISA
	dst, x, y []float64
}

var xlogyTasks tasks[xlogyTask]

func (t *xlogyTask) Do(lo, hi int) { kernel.XLogY(t.isa, t.dst[lo:hi], t.x[lo:hi], t.y[lo:hi]) }
