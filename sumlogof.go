package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// SumLogOf returns Σ ln x[j] of numbers of any type: float32 probabilities, or counts. It has the
// bits of [SumLog] of the numbers converted to float64.
//
// Error bound and special values are those of [kernel.SumLogOf], which says how integers beyond
// 2^53 are converted.
func SumLogOf[T kernel.Number](x []T) float64 {
	if isa := dispatch.ISA(); small(len(x), costOf[T](isa)) {
		return kernel.SumLogOf(isa, x)
	}
	sum, _ := SumLogOfOn(Run{}, x)
	return sum
}

// SumLogOfOn is [SumLogOf], run by r. It returns 0 with an error. A worker polls the context at
// least every 65 536 elements.
func SumLogOfOn[T kernel.Number](r Run, x []T) (float64, error) {
	const op = "sumlog: SumLogOf"
	isa := r.isa()
	ns := costOf[T](isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return kernel.SumLogOf(isa, x), nil
	}
	sum, _, err := r.sumBlocks(op, isa, numbersOf(x), ns, false)
	return sum, err
}

// SumLogRowsOf sets dst[r] = Σ ln x[r·cols+c], c from 0 to cols-1: [SumLogRows] of numbers of any
// type, with the bits of [SumLogOf] of each row.
//
// It panics where len(x) is not len(dst)·cols, cols is less than 1, or dst overlaps x (unless both
// are float64, cols is 1 and they are the same).
func SumLogRowsOf[T kernel.Number](dst []float64, x []T, cols int) {
	isa := dispatch.ISA()
	if cols >= 1 && small(len(dst), costOfRow[T](isa, cols)) {
		kernel.SumLogRowsOf(isa, dst, x, cols)
		return
	}
	_ = SumLogRowsOfOn(Run{}, dst, x, cols)
}

// SumLogRowsOfOn is [SumLogRowsOf], run by r. A worker polls the context at least every 65 536
// elements, or once a row.
func SumLogRowsOfOn[T kernel.Number](r Run, dst []float64, x []T, cols int) error {
	const op = "sumlog: SumLogRowsOf"
	numbers := numbersOf(x)
	if numbers.kind == float64Kind {
		check.Rows(op, dst, slice[float64](numbers), cols)
	} else {
		check.RowsOf(op, dst, x, cols)
	}
	isa := r.isa()
	ns := costOfRow[T](isa, cols)
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.SumLogRowsOf(isa, dst, x, cols)
		}
		return err
	}
	t := rowsOfTasks.get()
	*t = rowsOfTask{isa, dst, numbers, cols}
	err := r.do(op, work(len(dst), ns, 8, max((1<<16)/cols&^7, 1)), t)
	rowsOfTasks.put(t)
	return err
}

// costOf is the time of an element of SumLogOf.
func costOf[T kernel.Number](isa kernel.ISA) float64 {
	ns := cost.SumLog.Of(isa)
	if kind := kindOf[T](); kind != float64Kind {
		ns += cost.Widen(isa, kind.size())
	}
	return ns
}

func costOfRow[T kernel.Number](isa kernel.ISA, cols int) float64 {
	ns := costOf[T](isa) - cost.SumLog.Of(isa) // of a conversion
	return cost.Row(isa, cols) + ns*float64(cols)
}

// rowsOfTask sums rows of numbers that are converted first.
type rowsOfTask struct {
	isa  kernel.ISA
	dst  []float64
	x    numbers
	cols int
}

var rowsOfTasks tasks[rowsOfTask]

func (t *rowsOfTask) Do(lo, hi int) {
	s := scratches.get()
	defer scratches.pool.Put(s)
	if t.cols > scratchSize {
		for ; lo < hi; lo++ {
			t.dst[lo] = t.sum(s.in[:], t.x.slice(lo*t.cols, (lo+1)*t.cols))
		}
		return
	}
	for lo < hi {
		n := min(hi-lo, scratchSize/t.cols)
		rows := t.x.slice(lo*t.cols, (lo+n)*t.cols).float64s(t.isa, s.in[:])
		kernel.SumLogRows(t.isa, t.dst[lo:lo+n], rows, t.cols)
		lo += n
	}
}

// sum sums one long row.
func (t *rowsOfTask) sum(space []float64, row numbers) float64 {
	var all kernel.Product
	for at := 0; at < row.n; at += sumBlock {
		var block kernel.Product
		block.Add(t.isa, row.slice(at, min(at+sumBlock, row.n)).float64s(t.isa, space))
		all.Merge(block)
	}
	return all.Log()
}
