package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
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
	if len(x) <= inlineSum {
		kernel.SumLogRows(dispatch.ISA(), dst, x, cols)
		return
	}
	_ = Run{}.SumLogRows(dst, x, cols)
}

// SumLogRows is the function [SumLogRows]. A worker polls the context at least every 65 536
// elements, or once a row.
func (r Run) SumLogRows(dst, x []float64, cols int) error {
	const op = "sumlog: SumLogRows"
	check.Rows(op, dst, x, cols)
	if r.inline(len(x), inlineSum) {
		err := r.ready(op)
		if err == nil {
			kernel.SumLogRows(r.isa(), dst, x, cols)
		}
		return err
	}
	t := rowsTasks.get()
	*t = rowsTask{r.isa(), dst, x, cols}
	c := costRows(cols)
	err := r.do(op, c.workBy(t.isa, len(dst)), t)
	rowsTasks.put(t)
	return err
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
