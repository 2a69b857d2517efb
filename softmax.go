package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogSumExpRows sets dst[r] = ln Σ e^x[r·cols+c], c from 0 to cols-1: x holds the rows of a matrix
// one after the other.
//
// Error bound, special values and bits are those of [kernel.LogSumExpRows].
//
// It panics where len(x) is not len(dst)·cols, cols is less than 1, or dst overlaps x (unless
// cols is 1 and they are the same).
func LogSumExpRows(dst, x []float64, cols int) {
	if isa := dispatch.ISA(); cols >= 1 && small(len(dst), cost.ExpRow(isa, cols)) {
		kernel.LogSumExpRows(isa, dst, x, cols)
		return
	}
	_ = Run{}.LogSumExpRows(dst, x, cols) // the default pool is never closed
}

// LogSumExpRows is the function [LogSumExpRows]. A worker polls the context at least every 65 536
// elements, or once a row.
func (r Run) LogSumExpRows(dst, x []float64, cols int) error {
	const op = "sumlog: LogSumExpRows"
	check.Rows(op, dst, x, cols)
	isa := r.isa()
	return r.doRows(op, len(dst), cost.ExpRow(isa, cols),
		rowTask{logSumExpRows, isa, dst, x, nil, cols})
}

// Softmax sets dst[r·cols+c] = e^x[r·cols+c] / Σ e^x[r·cols+k], k from 0 to cols-1: x holds the
// rows of a matrix one after the other, and each row of dst adds up to 1.
//
// Error bound, special values and bits are those of [kernel.Softmax]. Rows are shared among
// workers; a row is done by one of them.
//
// dst may be x itself. It panics where the slices differ in length or overlap in part, or cols is
// less than 1 or does not divide their length.
func Softmax(dst, x []float64, cols int) {
	if isa := dispatch.ISA(); cols >= 1 && small(len(x)/cols, cost.SoftmaxRow(isa, cols)) {
		kernel.Softmax(isa, dst, x, cols)
		return
	}
	_ = Run{}.Softmax(dst, x, cols)
}

// Softmax is the function [Softmax]. A worker polls the context at least every 65 536 elements, or
// once a row.
func (r Run) Softmax(dst, x []float64, cols int) error {
	const op = "sumlog: Softmax"
	check.RowResults(op, dst, x, cols)
	isa := r.isa()
	return r.doRows(op, len(x)/cols, cost.SoftmaxRow(isa, cols),
		rowTask{softmax, isa, dst, x, nil, cols})
}

// LogSoftmax sets dst[r·cols+c] to x[r·cols+c] less the [LogSumExp] of its row: the logarithm of
// what [Softmax] gives.
//
// Error bound, special values and bits are those of [kernel.LogSoftmax]. Rows are shared among
// workers; a row is done by one of them.
//
// dst may be x itself. It panics where the slices differ in length or overlap in part, or cols is
// less than 1 or does not divide their length.
func LogSoftmax(dst, x []float64, cols int) {
	if isa := dispatch.ISA(); cols >= 1 && small(len(x)/cols, cost.SoftmaxRow(isa, cols)) {
		kernel.LogSoftmax(isa, dst, x, cols)
		return
	}
	_ = Run{}.LogSoftmax(dst, x, cols)
}

// LogSoftmax is the function [LogSoftmax]. A worker polls the context as for [Run.Softmax].
func (r Run) LogSoftmax(dst, x []float64, cols int) error {
	const op = "sumlog: LogSoftmax"
	check.RowResults(op, dst, x, cols)
	isa := r.isa()
	return r.doRows(op, len(x)/cols, cost.SoftmaxRow(isa, cols),
		rowTask{logSoftmax, isa, dst, x, nil, cols})
}

// doRows does a task of that many rows of ns nanoseconds.
func (r Run) doRows(op string, rows int, ns float64, task rowTask) error {
	if r.inline(rows, ns) {
		err := r.ready(op)
		if err == nil {
			task.Do(0, rows)
		}
		return err
	}
	t := rowTasks.get()
	*t = task
	err := r.do(op, work(rows, ns, 8, max((1<<16)/task.cols&^7, 1)), t)
	rowTasks.put(t)
	return err
}

// rowKind says what a task makes of rows.
type rowKind uint8

const (
	logSumExpRows rowKind = iota
	softmax
	logSoftmax
	dotLogRows
)

type rowTask struct {
	kind   rowKind
	isa    kernel.ISA
	dst, x []float64
	w      []float64 // weights, where there are any
	cols   int
}

var rowTasks tasks[rowTask]

func (t *rowTask) Do(lo, hi int) {
	x := t.x[lo*t.cols : hi*t.cols]
	switch t.kind {
	case logSumExpRows:
		kernel.LogSumExpRows(t.isa, t.dst[lo:hi], x, t.cols)
	case dotLogRows:
		kernel.DotLogRows(t.isa, t.dst[lo:hi], t.w[lo*t.cols:hi*t.cols], x, t.cols)
	case softmax:
		kernel.Softmax(t.isa, t.dst[lo*t.cols:hi*t.cols], x, t.cols)
	default:
		kernel.LogSoftmax(t.isa, t.dst[lo*t.cols:hi*t.cols], x, t.cols)
	}
}
