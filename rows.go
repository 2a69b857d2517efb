package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// SumLogRows sets dst[r] = Σ ln x[r·cols+c], c from 0 to cols-1: x holds the rows of a matrix
// one after the other.
//
// Error bound, special values and bits are those of [kernel.SumLogRows].
//
// It panics where len(x) is not len(dst)·cols, cols is less than 1, or dst overlaps x (unless
// cols is 1 and they are the same).
func SumLogRows(dst, x []float64, cols int) {
	if isa := dispatch.ISA(); cols >= 1 && small(len(dst), cost.Row(isa, cols)) {
		kernel.SumLogRows(isa, dst, x, cols)
		return
	}
	_ = Run{}.SumLogRows(dst, x, cols)
}

// SumLogRows is the function [SumLogRows]. A worker polls the context at least every 65 536
// elements, or once a row.
func (r Run) SumLogRows(dst, x []float64, cols int) error {
	const op = "sumlog: SumLogRows"
	check.Rows(op, dst, x, cols)
	isa := r.isa()
	if r.inline(len(dst), cost.Row(isa, cols)) {
		err := r.ready(op)
		if err == nil {
			kernel.SumLogRows(isa, dst, x, cols)
		}
		return err
	}
	t := rowsTasks.get()
	*t = rowsTask{isa, dst, x, cols}
	err := r.do(op, workRows(isa, len(dst), cols), t)
	rowsTasks.put(t)
	return err
}

// workRows describes SumLogRows of n rows: chunks of at most 65 536 elements, or of one row.
func workRows(isa kernel.ISA, n, cols int) dispatch.Work {
	return work(n, cost.Row(isa, cols), 8, max((1<<16)/cols&^7, 1))
}

type rowsTask struct {
	isa    kernel.ISA
	dst, x []float64
	cols   int
}

var rowsTasks tasks[rowsTask]

func (t *rowsTask) Do(lo, hi int) {
	kernel.SumLogRows(t.isa, t.dst[lo:hi], t.x[lo*t.cols:hi*t.cols], t.cols)
}
