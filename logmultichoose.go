package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogMultichoose sets dst[j] = ln( Γ(r[j]+y[j]) / (Γ(r[j])·y[j]!) ), the logarithm of the
// coefficient of the negative binomial distribution, for counts y and any positive r.
//
// Error bound, special values and bits are those of [kernel.LogMultichoose].
//
// dst may be r, y or both. It panics where the slices differ in length or overlap in part.
func LogMultichoose(dst, r, y []float64) {
	if isa := dispatch.ISA(); small(len(dst), cost.LogMultichoose.Of(isa)) {
		kernel.LogMultichoose(isa, dst, r, y)
		return
	}
	_ = Run{}.LogMultichoose(dst, r, y) // the default pool is never closed
}

// LogMultichoose is the function [LogMultichoose]. A worker polls the context at least every 1024
// elements.
func (r Run) LogMultichoose(dst, size, y []float64) error {
	const op = "sumlog: LogMultichoose"
	check.BinaryNamed(op, "r", "y", dst, size, y)
	isa := r.isa()
	ns := cost.LogMultichoose.Of(isa)
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogMultichoose(isa, dst, size, y)
		}
		return err
	}
	t := logMultichooseTasks.get()
	*t = logMultichooseTask{isa, dst, size, y}
	err := r.do(op, work(len(dst), ns, 8, 1<<10), t)
	logMultichooseTasks.put(t)
	return err
}

type logMultichooseTask struct {
	isa       kernel.ISA
	dst, r, y []float64
}

var logMultichooseTasks tasks[logMultichooseTask]

func (t *logMultichooseTask) Do(lo, hi int) {
	kernel.LogMultichoose(t.isa, t.dst[lo:hi], t.r[lo:hi], t.y[lo:hi])
}
