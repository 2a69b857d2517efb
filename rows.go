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
	return r.sumRows(op, isa, rowsTask{isa, dst, x, cols, cols})
}

// SumLogRowsStrided sets dst[r] = Σ ln x[r·stride+c], c from 0 to cols-1: the rows of a matrix
// that are stride elements apart, as in a part of a larger matrix. With gonum's mat.Dense:
//
//	raw := m.RawMatrix()
//	sumlog.SumLogRowsStrided(dst, raw.Data, raw.Cols, raw.Stride)
//
// Error bound, special values and bits are those of [kernel.SumLogRowsStrided].
//
// It panics where cols is less than 1, stride is less than cols, x ends before the last row
// does, or dst overlaps x (unless cols and stride are 1 and they are the same).
func SumLogRowsStrided(dst, x []float64, cols, stride int) {
	if isa := dispatch.ISA(); cols >= 1 && small(len(dst), cost.Row(isa, cols)) {
		kernel.SumLogRowsStrided(isa, dst, x, cols, stride)
		return
	}
	_ = Run{}.SumLogRowsStrided(dst, x, cols, stride)
}

// SumLogRowsStrided is the function [SumLogRowsStrided]. A worker polls the context at least
// every 65 536 elements, or once a row.
func (r Run) SumLogRowsStrided(dst, x []float64, cols, stride int) error {
	const op = "sumlog: SumLogRowsStrided"
	x = check.RowsStrided(op, dst, x, cols, stride)
	isa := r.isa()
	if r.inline(len(dst), cost.Row(isa, cols)) {
		err := r.ready(op)
		if err == nil {
			kernel.SumLogRowsStrided(isa, dst, x, cols, stride)
		}
		return err
	}
	return r.sumRows(op, isa, rowsTask{isa, dst, x, cols, stride})
}

func (r Run) sumRows(op string, isa kernel.ISA, task rowsTask) error {
	t := rowsTasks.get()
	*t = task
	err := r.do(op, workRows(isa, len(t.dst), t.cols), t)
	rowsTasks.put(t)
	return err
}

// workRows describes SumLogRows of n rows: chunks of at most 65 536 elements, or of one row.
func workRows(isa kernel.ISA, n, cols int) dispatch.Work {
	return work(n, cost.Row(isa, cols), 8, max((1<<16)/cols&^7, 1))
}

type rowsTask struct {
	isa          kernel.ISA
	dst, x       []float64
	cols, stride int
}

var rowsTasks tasks[rowsTask]

func (t *rowsTask) Do(lo, hi int) {
	kernel.SumLogRowsStrided(t.isa, t.dst[lo:hi], t.x[lo*t.stride:], t.cols, t.stride)
}
