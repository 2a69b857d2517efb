package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogAccumulate sets dst[j] = Σ_{i<terms} ln(1+i+x[j]) in constant time: the logarithm of
// a rising factorial (the Pochhammer symbol (1+x)_terms), ln Γ(x+terms+1) - ln Γ(x+1). With
// x = 0 it is ln(terms!), with terms = 1 log1p(x).
//
// Error bound, special values and bits are those of [kernel.LogAccumulate].
//
// dst may be x itself. It panics where the slices differ in length or overlap in
// part, or terms is negative.
func LogAccumulate(dst, x []float64, terms int) {
	if isa := dispatch.ISA(); small(len(x), cost.LogAccumulate.Of(isa)) {
		kernel.LogAccumulate(isa, dst, x, terms)
		return
	}
	_ = Run{}.LogAccumulate(dst, x, terms)
}

// LogAccumulate is the function [LogAccumulate]. A worker polls the context at least every
// 4096 elements.
func (r Run) LogAccumulate(dst, x []float64, terms int) error {
	const op = "sumlog: LogAccumulate"
	check.Unary(op, dst, x)
	check.Terms(op, terms)
	isa := r.isa()
	ns := cost.LogAccumulate.Of(isa)
	if r.inline(len(x), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.LogAccumulate(isa, dst, x, terms)
		}
		return err
	}
	t := accumulateTasks.get()
	*t = accumulateTask{isa, dst, x, terms}
	err := r.do(op, work(len(x), ns, 8, 1<<12), t)
	accumulateTasks.put(t)
	return err
}

type accumulateTask struct {
	isa    kernel.ISA
	dst, x []float64
	terms  int
}

var accumulateTasks tasks[accumulateTask]

func (t *accumulateTask) Do(lo, hi int) {
	kernel.LogAccumulate(t.isa, t.dst[lo:hi], t.x[lo:hi], t.terms)
}

// LogAccumulateDirect is [LogAccumulate] by one logarithm a term: the literal loop, in time
// proportional to len(x)·terms, for comparison.
//
// Error bound, special values and bits are those of [kernel.LogAccumulateDirect].
//
// It panics where LogAccumulate does.
func LogAccumulateDirect(dst, x []float64, terms int) {
	if isa := dispatch.ISA(); terms >= 0 && small(len(x), cost.Direct(isa, terms)) {
		kernel.LogAccumulateDirect(isa, dst, x, terms)
		return
	}
	_ = Run{}.LogAccumulateDirect(dst, x, terms)
}

// LogAccumulateDirect is the function [LogAccumulateDirect]. A worker polls the context
// between groups of elements, smaller for more terms, but of at least 8: beyond about 10 000
// terms a cancellation waits longer than 100 µs, in proportion to terms.
func (r Run) LogAccumulateDirect(dst, x []float64, terms int) error {
	const op = "sumlog: LogAccumulateDirect"
	check.Unary(op, dst, x)
	check.Terms(op, terms)
	t := directTasks.get()
	*t = directTask{r.isa(), dst, x, terms}
	err := r.do(op, workDirect(t.isa, len(x), terms), t)
	directTasks.put(t)
	return err
}

// workDirect describes LogAccumulateDirect of n elements. Kernels compute up to 32 elements at a
// time, and fewer take as long: chunks are smaller only where 32 would take too long.
func workDirect(isa kernel.ISA, n, terms int) dispatch.Work {
	ns, align := cost.Direct(isa, terms), 32
	if terms > 1000 {
		align = 8
	}
	return work(n, ns, align, alignedChunk(100_000/ns, align))
}

type directTask struct {
	isa    kernel.ISA
	dst, x []float64
	terms  int
}

var directTasks tasks[directTask]

func (t *directTask) Do(lo, hi int) {
	kernel.LogAccumulateDirect(t.isa, t.dst[lo:hi], t.x[lo:hi], t.terms)
}
