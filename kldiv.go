package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// KLDiv sets dst[j] = p[j]·ln(p[j]/q[j]) - p[j] + q[j], with 0·ln 0 = 0: the Kullback-Leibler
// divergence element by element. No term is negative, and the digits that a difference of [RelEntr]
// and p - q loses where p is near q are kept.
//
// Error bound, special values and bits are those of [kernel.KLDiv].
//
// dst may be p or q or both. It panics where the slices differ in length or dst overlaps p or q
// in part.
func KLDiv(dst, p, q []float64) {
	if isa := dispatch.ISA(); small(len(dst), cost.KLDiv.Of(isa)) {
		kernel.KLDiv(isa, dst, p, q)
		return
	}
	_ = Run{}.KLDiv(dst, p, q) // the default pool is never closed
}

// KLDiv is the function [KLDiv]. A worker polls the context at least every 16 384 elements.
func (r Run) KLDiv(dst, p, q []float64) error {
	const op = "sumlog: KLDiv"
	check.BinaryNamed(op, "p", "q", dst, p, q)
	isa := r.isa()
	ns := cost.KLDiv.Of(isa)
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.KLDiv(isa, dst, p, q)
		}
		return err
	}
	t := klDivTasks.get()
	*t = klDivTask{isa, dst, p, q}
	err := r.do(op, work(len(dst), ns, 8, 1<<14), t)
	klDivTasks.put(t)
	return err
}

type klDivTask struct {
	isa       kernel.ISA
	dst, p, q []float64
}

var klDivTasks tasks[klDivTask]

func (t *klDivTask) Do(lo, hi int) { kernel.KLDiv(t.isa, t.dst[lo:hi], t.p[lo:hi], t.q[lo:hi]) }
