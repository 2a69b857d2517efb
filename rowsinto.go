package sumlog

import (
	"fmt"
	"unsafe"

	"sumlog/internal/check"
	"sumlog/kernel"
	"sumlog/shared"
)

// SumLogRowsInto sets the element in row r and column `column` of dst to Σ ln of row r of x,
// for all rows: [SumLogRows] of an array, into a column of another. The bits are those of
// SumLogRows, for any order of x in memory; a row without columns has the sum 0. It retains
// both arrays ([shared.Array.Retain]) while it works.
//
// It panics where dst and x differ in their number of rows or share memory, the column is out
// of range, or an array is nil. It panics with an error where an array is closed
// ([shared.ErrClosed]), dst is read-only ([shared.ErrReadOnly]), or an array has lost its
// memory ([shared.ErrTruncated], [shared.ErrMemory]); in the last case the column is partly
// written. It does not detect memory that dst and x share through two openings of one file:
// where the column of dst is part of x, the sums are undefined.
func SumLogRowsInto(dst *shared.Array[float64], column int, x *shared.Array[float64]) {
	mustWork(Run{}.SumLogRowsInto(dst, column, x))
}

// SumLogRowsInto is the function [SumLogRowsInto]; it returns the errors with which the
// function panics. A worker polls the context at least every 65 536 elements, or once a row.
func (r Run) SumLogRowsInto(
	dst *shared.Array[float64], column int, x *shared.Array[float64],
) error {
	const op = "sumlog: SumLogRowsInto"
	check.Array(op, "dst", dst == nil)
	check.Array(op, "x", x == nil)
	check.Column(op, "column", column, dst.Cols())
	if dst.Rows() != x.Rows() {
		panic(fmt.Sprintf("%s: dst has %d rows, x %d", op, dst.Rows(), x.Rows()))
	}
	return onArray(r, op, dst, func() error {
		return onArray(r, op, x, func() error {
			return r.sumTable(op, columnOf(dst, column), tableOf(x))
		})
	})
}

// table is a matrix of numbers, in any order in memory.
type table struct {
	first            unsafe.Pointer // *float64; nil where there are none
	rows, cols       int
	rowStep, colStep int // in elements
}

func tableOf(a *shared.Array[float64]) table {
	t := table{rows: a.Rows(), cols: a.Cols(), rowStep: a.Cols(), colStep: 1}
	if t.rows == 0 || t.cols == 0 {
		return t
	}
	t.first = columnOf(a, 0).first
	if a.Order() == shared.ColMajor {
		t.rowStep = 1
		if t.cols > 1 {
			t.colStep = (int(uintptr(columnOf(a, 1).first)) - int(uintptr(t.first))) / 8
		}
	}
	return t
}

// row returns row r.
func (t table) row(r int) strided {
	return strided{unsafe.Add(t.first, uintptr(r)*uintptr(t.rowStep)*8), t.colStep}
}

// inRows reports whether SumLogRowsStrided can read the elements as they lie.
func (t table) inRows() bool { return t.colStep == 1 && t.rowStep >= t.cols }

// sumTable sums the rows of x, one for each number of dst.
func (r Run) sumTable(op string, dst strided, x table) error {
	if x.rows == 0 || x.cols == 0 {
		for i := range x.rows {
			*dst.at(i) = 0
		}
		return nil
	}
	from, to := x.span(), dst.span(x.rows)
	check.Disjoint(op, "x", to, from)
	if dst.stride == 1 && x.inRows() {
		return r.SumLogRowsStrided(to, from, x.cols, x.rowStep)
	}
	t := tableTasks.get()
	*t = tableTask{r.isa(), dst, x}
	err := r.do(op, workRows(t.isa, x.rows, x.cols), t)
	tableTasks.put(t)
	return err
}

type tableTask struct {
	isa kernel.ISA
	dst strided
	x   table
}

var tableTasks tasks[tableTask]

func (t *tableTask) Do(lo, hi int) {
	s := scratches.get()
	defer scratches.pool.Put(s)
	x := t.x
	rows := max(scratchSize/x.cols, 1) // at a time
	for lo < hi {
		n := min(hi-lo, rows)
		out := s.out[:n]
		switch {
		case x.inRows():
			in := unsafe.Slice((*float64)(x.row(lo).first), (n-1)*x.rowStep+x.cols)
			kernel.SumLogRowsStrided(t.isa, out, in, x.cols, x.rowStep)
		case x.cols > scratchSize:
			out[0] = sumStrided(t.isa, s.in[:], x.row(lo), x.cols)
		default:
			in := s.in[:n*x.cols]
			if x.rowStep == 1 {
				for c := range x.cols { // in the order of memory
					column := strided{x.row(lo).from(c).first, 1}
					for r := range n {
						in[r*x.cols+c] = *column.at(r)
					}
				}
			} else {
				for r := range n {
					gather(in[r*x.cols:(r+1)*x.cols], x.row(lo+r))
				}
			}
			kernel.SumLogRows(t.isa, out, in, x.cols)
		}
		scatter(t.dst.from(lo), out)
		lo += n
	}
}

// sumStrided is [kernel.SumLog] of n numbers, gathered a block at a time into space.
func sumStrided(isa kernel.ISA, space []float64, x strided, n int) float64 {
	var all kernel.Product
	for at := 0; at < n; at += sumBlock {
		in := space[:min(sumBlock, n-at)]
		gather(in, x.from(at))
		var block kernel.Product
		block.Add(isa, in)
		all.Merge(block)
	}
	return all.Log()
}
