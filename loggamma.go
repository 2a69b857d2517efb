package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogGamma sets dst[j] = ln Γ(x[j]), the logarithm of the gamma function (C's lgamma, SciPy's
// gammaln), for positive x.
//
// Error bound, special values and bits are those of [kernel.LogGamma].
//
// dst may be x itself. It panics where the slices differ in length or overlap in part.
func LogGamma(dst, x []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.LogGamma.Of(isa)) {
		kernel.LogGamma(isa, dst, x)
		return
	}
	_ = Run{}.LogGamma(dst, x) // the default pool is never closed
}

// LogGamma is the function [LogGamma]. A worker polls the context at least every 4096 elements.
func (r Run) LogGamma(dst, x []float64) error {
	const op = "sumlog: LogGamma"
	check.Unary(op, dst, x)
	isa := r.isa()
	ns := cost.LogGamma.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogGamma(isa, dst, x)
		}
		return err
	}
	t := logGammaTasks.get()
	*t = logGammaTask{isa, dst, x}
	err := r.do(op, work(len(x), ns, 8, 1<<12), t)
	logGammaTasks.put(t)
	return err
}

type logGammaTask struct {
	isa    kernel.ISA
	dst, x []float64
}

var logGammaTasks tasks[logGammaTask]

func (t *logGammaTask) Do(lo, hi int) { kernel.LogGamma(t.isa, t.dst[lo:hi], t.x[lo:hi]) }

// LogFactorial sets dst[j] = ln(x[j]!) = ln Γ(1+x[j]), for any real x > -1, without rounding 1+x.
//
// Error bound, special values and bits are those of [kernel.LogFactorial].
//
// dst may be x itself. It panics where the slices differ in length or overlap in part.
func LogFactorial(dst, x []float64) {
	if isa := dispatch.ISA(); small(len(x), cost.LogGamma.Of(isa)) {
		kernel.LogFactorial(isa, dst, x)
		return
	}
	_ = Run{}.LogFactorial(dst, x)
}

// LogFactorial is the function [LogFactorial]. A worker polls the context at least every 4096
// elements.
func (r Run) LogFactorial(dst, x []float64) error {
	const op = "sumlog: LogFactorial"
	check.Unary(op, dst, x)
	isa := r.isa()
	ns := cost.LogGamma.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogFactorial(isa, dst, x)
		}
		return err
	}
	t := logFactorialTasks.get()
	*t = logFactorialTask{isa, dst, x}
	err := r.do(op, work(len(x), ns, 8, 1<<12), t)
	logFactorialTasks.put(t)
	return err
}

type logFactorialTask struct {
	isa    kernel.ISA
	dst, x []float64
}

var logFactorialTasks tasks[logFactorialTask]

func (t *logFactorialTask) Do(lo, hi int) {
	kernel.LogFactorial(t.isa, t.dst[lo:hi], t.x[lo:hi])
}
