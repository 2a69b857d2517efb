package dispatch

import (
	"context"
	"fmt"
	"unsafe"

	"sumlog/kernel"
	"sumlog/shared"
)

// SumLogRowsInto sets the element in row r and column `column` of dst to Σ ln of row r
// of x, for all rows: [SumLogRows] of an array, into a column of another. The bits are
// those of SumLogRows, whatever the order of x in memory; a row without columns has
// the sum 0. It holds both arrays ([shared.Array.Retain]) while it works.
//
// It panics where dst and x have not the same number of rows or share memory, the
// column is out of range, or an array is nil. It panics with an error where an array
// is closed ([shared.ErrClosed]) and where its memory is gone ([shared.ErrTruncated],
// [shared.ErrMemory]); the column is partly written then. Memory that dst and x share
// by two openings of one file is not noticed: where the column of dst is part of x, the
// sums are not defined.
func SumLogRowsInto(dst *shared.Array[float64], column int, x *shared.Array[float64]) {
	const op = "SumLogRowsInto"
	if err := standard.sumLogRowsInto(context.Background(), op, dst, column, x); err != nil {
		panic(err)
	}
}

// SumLogRowsIntoContext is [SumLogRowsInto] that ends early when ctx does, and then
// returns ctx.Err(). The column is partly written in that case. Between two looks at
// ctx a worker does at most 65 536 elements, or one row. What is wrong with an array
// is returned rather than the value of a panic.
//
// It panics as SumLogRowsInto does on mistakes, and where ctx is nil.
func SumLogRowsIntoContext(ctx context.Context, dst *shared.Array[float64], column int, x *shared.Array[float64]) error {
	return standard.SumLogRowsIntoContext(ctx, dst, column, x)
}

// SumLogRowsInto is the function [SumLogRowsInto] on this pool. It also panics where
// the pool is closed ([ErrClosed]).
func (p *Pool) SumLogRowsInto(dst *shared.Array[float64], column int, x *shared.Array[float64]) {
	const op = "SumLogRowsInto"
	if err := p.orDefault().sumLogRowsInto(context.Background(), op, dst, column, x); err != nil {
		panic(err)
	}
}

// SumLogRowsIntoContext is the function [SumLogRowsIntoContext] on this pool. A
// closed pool is an error that is [ErrClosed].
func (p *Pool) SumLogRowsIntoContext(ctx context.Context, dst *shared.Array[float64], column int, x *shared.Array[float64]) error {
	const op = "SumLogRowsIntoContext"
	checkContext(op, ctx)
	return p.orDefault().sumLogRowsInto(ctx, op, dst, column, x)
}

func (p *Pool) sumLogRowsInto(ctx context.Context, op string, dst *shared.Array[float64], column int, x *shared.Array[float64]) (err error) {
	checkArray(op, "dst", dst == nil)
	checkArray(op, "x", x == nil)
	checkColumn(op, "column", column, dst.Cols())
	if dst.Rows() != x.Rows() {
		panic(fmt.Sprintf("sumlog/dispatch: %s: dst has %d rows, x %d", op, dst.Rows(), x.Rows()))
	}
	if err := p.ready(ctx, op); err != nil {
		return err
	}
	fault := dst.Do(func() error {
		return x.Do(func() error {
			err = p.sumLogTable(ctx, op, columnOf(dst, column), tableOf(x))
			return nil
		})
	})
	if fault != nil {
		return fmt.Errorf("sumlog/dispatch: %s: %w", op, fault)
	}
	return err
}

// table is rows of numbers, in any order in memory.
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

// neighbours reports whether the elements are what SumLogRows takes.
func (t table) neighbours() bool {
	return t.colStep == 1 && t.rowStep == t.cols || t.cols == 1 && t.rowStep == 1
}

// sumLogTable sums the rows of x, which has as many as dst has numbers.
func (p *Pool) sumLogTable(ctx context.Context, op string, dst strided, x table) error {
	if x.rows == 0 {
		return nil
	}
	if x.cols == 0 {
		for r := range x.rows {
			*dst.at(r) = 0
		}
		return nil
	}
	from := unsafe.Slice((*float64)(x.first), (x.rows-1)*x.rowStep+(x.cols-1)*x.colStep+1)
	to := unsafe.Slice((*float64)(dst.first), (x.rows-1)*dst.stride+1)
	checkApart(op, to, from)
	if dst.stride == 1 && x.neighbours() {
		return p.sumLogRows(ctx, op, to, from, x.cols)
	}
	c, isa := costRows(x.cols), p.isaOf(opSumLogRows)
	if j := p.share(ctx, c.workBy(isa, x.rows)); j != nil {
		j.cut(x.rows, c.unit, c.least, c.most)
		j.dst, j.to, j.a, j.n, j.cols, j.x, j.y = dst.first, dst.stride, x.first, x.rows, x.cols, x.rowStep, x.colStep
		j.isa, j.ctx, j.run = isa, ctx, runSumLogTable
		return p.finish(j)
	}
	return inBlocks(ctx, x.rows, c.most, func(lo, hi int) error {
		sumLogTable(isa, dst, x, lo, hi)
		return nil
	})
}

func runSumLogTable(j *job, lo, hi int) error {
	sumLogTable(j.isa, strided{j.dst, j.to}, table{j.a, j.n, j.cols, j.x, j.y}, lo, hi)
	return nil
}

// sumLogTable does rows lo to hi of x.
func sumLogTable(isa kernel.ISA, dst strided, x table, lo, hi int) {
	room := rooms.Get().(*room)
	defer rooms.Put(room)
	most := max(roomSize/x.cols, 1)
	for lo < hi {
		n := min(hi-lo, most)
		out := room.out[:n]
		switch {
		case x.neighbours():
			kernel.SumLogRows(isa, out, unsafe.Slice((*float64)(x.row(lo).first), n*x.cols), x.cols)
		case x.cols > roomSize:
			out[0] = sumLogStrided(isa, room.in[:], x.row(lo), x.cols)
		default:
			in := room.in[:n*x.cols]
			if x.rowStep == 1 {
				for c := range x.cols { // along the memory
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
			kernel.SumLogRows(isa, out, in, x.cols)
		}
		scatter(dst.from(lo), out)
		lo += n
	}
}

// sumLogStrided is [kernel.SumLog] of n numbers, by way of room for a block.
func sumLogStrided(isa kernel.ISA, room []float64, x strided, n int) float64 {
	var all kernel.Product
	for at := 0; at < n; at += sumBlock {
		in := room[:min(sumBlock, n-at)]
		gather(in, x.from(at))
		var block kernel.Product
		block.Add(isa, in)
		all.Merge(block)
	}
	return all.Log()
}
