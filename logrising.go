package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogRising sets dst[j] = ln Γ(x[j]+n[j]) - ln Γ(x[j]), the logarithm of the rising factorial
// x(x+1)…(x+n-1) (the Pochhammer symbol), with a count n of its own for every element. n may be
// any real number that is not negative.
//
// Error bound, special values and bits are those of [kernel.LogRising].
//
// dst may be x, n or both. It panics where the slices differ in length or overlap in part.
func LogRising(dst, x, n []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.LogRising.Of(isa)) {
		kernel.LogRising(isa, dst, x, n)
		return
	}
	_ = Run{}.LogRising(dst, x, n) // the default pool is never closed
}

// LogRising is the function [LogRising]. A worker polls the context at least every 2048 elements.
func (r Run) LogRising(dst, x, n []float64) error {
	const op = "sumlog: LogRising"
	check.BinaryNamed(op, "x", "n", dst, x, n)
	isa := r.isa()
	ns := cost.LogRising.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogRising(isa, dst, x, n)
		}
		return err
	}
	t := logRisingTasks.get()
	*t = logRisingTask{isa, dst, x, n}
	err := r.do(op, work(len(x), ns, 8, 1<<11), t)
	logRisingTasks.put(t)
	return err
}

type logRisingTask struct {
	isa       kernel.ISA
	dst, x, n []float64
}

var logRisingTasks tasks[logRisingTask]

func (t *logRisingTask) Do(lo, hi int) {
	kernel.LogRising(t.isa, t.dst[lo:hi], t.x[lo:hi], t.n[lo:hi])
}
