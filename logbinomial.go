package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogBinomial sets dst[j] to the logarithm of the binomial coefficient of n[j] over k[j] (R's
// lchoose), ln Γ(n+1) - ln Γ(k+1) - ln Γ(n-k+1), for counts and for real 0 <= k <= n.
//
// Error bound, special values and bits are those of [kernel.LogBinomial].
//
// dst may be n, k or both. It panics where the slices differ in length or overlap in part.
func LogBinomial(dst, n, k []float64) {
	if isa := dispatch.ISA(); small(len(dst), cost.LogBinomial.Of(isa)) {
		kernel.LogBinomial(isa, dst, n, k)
		return
	}
	_ = Run{}.LogBinomial(dst, n, k) // the default pool is never closed
}

// LogBinomial is the function [LogBinomial]. A worker polls the context at least every 1024
// elements.
func (r Run) LogBinomial(dst, n, k []float64) error {
	const op = "sumlog: LogBinomial"
	check.BinaryNamed(op, "n", "k", dst, n, k)
	isa := r.isa()
	ns := cost.LogBinomial.Of(isa)
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogBinomial(isa, dst, n, k)
		}
		return err
	}
	t := logBinomialTasks.get()
	*t = logBinomialTask{isa, dst, n, k}
	err := r.do(op, work(len(dst), ns, 8, 1<<10), t)
	logBinomialTasks.put(t)
	return err
}

type logBinomialTask struct {
	isa       kernel.ISA
	dst, n, k []float64
}

var logBinomialTasks tasks[logBinomialTask]

func (t *logBinomialTask) Do(lo, hi int) {
	kernel.LogBinomial(t.isa, t.dst[lo:hi], t.n[lo:hi], t.k[lo:hi])
}
