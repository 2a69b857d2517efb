package sumlog

import (
	"fmt"
	"unsafe"

	"sumlog/internal/check"
	"sumlog/shared"
)

// SumLogColumnsInto sets the element in row `row` and column c of dst to Σ ln of column c of x,
// for all columns: [SumLogColumns] of an array, into a row of another. The bits are those of
// [SumLog] of each column, for any order of x and dst in memory; a column without rows has the
// sum 0. It retains both arrays ([shared.Array.Retain]) while it works.
//
// It panics where dst and x differ in their number of columns or share memory, the row is out of
// range, or an array is nil. It panics with an error where an array is closed
// ([shared.ErrClosed]), dst is read-only ([shared.ErrReadOnly]), or an array has lost its memory
// ([shared.ErrTruncated], [shared.ErrMemory]); in the last case the row is partly written. It does
// not detect memory that dst and x share through two openings of one file: where the row of dst is
// part of x, the sums are undefined.
func SumLogColumnsInto(dst *shared.Array[float64], row int, x *shared.Array[float64]) {
	mustWork(Run{}.SumLogColumnsInto(dst, row, x))
}

// SumLogColumnsInto is the function [SumLogColumnsInto]; it returns the errors with which the
// function panics. A worker polls the context at least every 131 072 elements, or once a column
// of up to 65 536 elements. Progress counts columns.
func (r Run) SumLogColumnsInto(
	dst *shared.Array[float64], row int, x *shared.Array[float64],
) error {
	const op = "sumlog: SumLogColumnsInto"
	check.Array(op, "dst", dst == nil)
	check.Array(op, "x", x == nil)
	check.Row(op, "row", row, dst.Rows())
	if dst.Cols() != x.Cols() {
		panic(fmt.Sprintf("%s: dst has %d columns, x %d", op, dst.Cols(), x.Cols()))
	}
	return onArray(r, op, dst, func() error {
		return onArray(r, op, x, func() error {
			if x.Cols() == 0 {
				return nil
			}
			return r.sumTableColumns(op, tableOf(dst).row(row), tableOf(x))
		})
	})
}

// sumTableColumns sums the columns of x, one for each number of dst.
func (r Run) sumTableColumns(op string, dst strided, x table) error {
	columns := x.transposed()
	if x.rows == 0 || !x.inRows() && !columns.isLong() {
		return r.sumTable(op, dst, columns)
	}
	from, to := x.span(), dst.span(x.cols)
	check.Disjoint(op, "x", to, from)
	if !x.inRows() {
		return r.sumLongRows(dst, columns)
	}
	if dst.stride == 1 {
		return r.SumLogColumns(to, from, x.rowStep)
	}
	s := scratches.get()
	defer scratches.pool.Put(s)
	for c := 0; c < x.cols; c += scratchSize {
		sums := s.out[:min(scratchSize, x.cols-c)]
		end := (x.rows-1)*x.rowStep + c + len(sums)
		part := r.share(c, len(sums), x.cols, x.cols)
		if err := part.SumLogColumns(sums, from[c:end], x.rowStep); err != nil {
			return err
		}
		scatter(dst.from(c), sums)
	}
	return nil
}

// transposed returns the table of the same elements whose rows are the columns of t.
func (t table) transposed() table {
	return table{t.first, t.cols, t.rows, t.colStep, t.rowStep}
}

// isLong reports whether rows are contiguous and so long that workers share each of them.
func (t table) isLong() bool { return t.colStep == 1 && t.cols > longGroup }

// span returns the memory from the first element to the last one, of which there is one at least.
func (t table) span() []float64 {
	return unsafe.Slice((*float64)(t.first), (t.rows-1)*t.rowStep+(t.cols-1)*t.colStep+1)
}

// span returns the memory of the first n numbers, and what lies between them.
func (s strided) span(n int) []float64 {
	return unsafe.Slice((*float64)(s.first), (n-1)*s.stride+1)
}

func (r Run) sumLongRows(dst strided, x table) error {
	for i := range x.rows {
		row := unsafe.Slice((*float64)(x.row(i).first), x.cols)
		sum, err := r.share(i, 1, x.rows, x.rows).SumLog(row)
		if err != nil {
			return err
		}
		*dst.at(i) = sum
	}
	return nil
}
