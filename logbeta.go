package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogBeta sets dst[j] = ln B(a[j], b[j]) = ln Γ(a) + ln Γ(b) - ln Γ(a+b), the logarithm of the beta
// function (R's lbeta, SciPy's betaln).
//
// Error bound, special values and bits are those of [kernel.LogBeta].
//
// dst may be a, b or both. It panics where the slices differ in length or overlap in part.
func LogBeta(dst, a, b []float64) {
	if isa := dispatch.ISA(); small(len(dst), cost.LogBeta.Of(isa)) {
		kernel.LogBeta(isa, dst, a, b)
		return
	}
	_ = Run{}.LogBeta(dst, a, b) // the default pool is never closed
}

// LogBeta is the function [LogBeta]. A worker polls the context at least every 1024 elements.
func (r Run) LogBeta(dst, a, b []float64) error {
	const op = "sumlog: LogBeta"
	check.BinaryNamed(op, "a", "b", dst, a, b)
	isa := r.isa()
	ns := cost.LogBeta.Of(isa)
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogBeta(isa, dst, a, b)
		}
		return err
	}
	t := logBetaTasks.get()
	*t = logBetaTask{isa, dst, a, b}
	err := r.do(op, work(len(dst), ns, 8, 1<<10), t)
	logBetaTasks.put(t)
	return err
}

type logBetaTask struct {
	isa       kernel.ISA
	dst, a, b []float64
}

var logBetaTasks tasks[logBetaTask]

func (t *logBetaTask) Do(lo, hi int) {
	kernel.LogBeta(t.isa, t.dst[lo:hi], t.a[lo:hi], t.b[lo:hi])
}
