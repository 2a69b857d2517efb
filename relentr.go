package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// RelEntr sets dst[j] = p[j]·ln(p[j]/q[j]), with 0·ln 0 = 0: the terms of the relative entropy, of
// which [RelativeEntropy] is the sum.
//
// Error bound, special values and bits are those of [kernel.RelEntr].
//
// dst may be p or q or both. It panics where the slices differ in length or dst overlaps p or q
// in part.
func RelEntr(dst, p, q []float64) {
	if isa := dispatch.ISA(); small(len(dst), cost.RelEntr.Of(isa)) {
		kernel.RelEntr(isa, dst, p, q)
		return
	}
	_ = Run{}.RelEntr(dst, p, q) // the default pool is never closed
}

// RelEntr is the function [RelEntr]. A worker polls the context at least every 16 384 elements.
func (r Run) RelEntr(dst, p, q []float64) error {
	const op = "sumlog: RelEntr"
	check.BinaryNamed(op, "p", "q", dst, p, q)
	isa := r.isa()
	ns := cost.RelEntr.Of(isa)
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.RelEntr(isa, dst, p, q)
		}
		return err
	}
	t := relEntrTasks.get()
	*t = relEntrTask{isa, dst, p, q}
	err := r.do(op, work(len(dst), ns, 8, 1<<14), t)
	relEntrTasks.put(t)
	return err
}

type relEntrTask struct {
	isa       kernel.ISA
	dst, p, q []float64
}

var relEntrTasks tasks[relEntrTask]

func (t *relEntrTask) Do(lo, hi int) { kernel.RelEntr(t.isa, t.dst[lo:hi], t.p[lo:hi], t.q[lo:hi]) }
