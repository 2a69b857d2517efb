package dispatch

import (
	"context"
	"fmt"

	"sumlog/kernel"
	"sumlog/shared"
)

// AddColumns sets column dst of a to the sum of its columns x and y, in place and
// by the type's own addition. The columns may be the same. Where columns are
// contiguous it is [Add]; in a row-major array of several columns it reads and
// writes one element a column and row. It uses the workers of [Default] when there
// are some ten thousand rows. It holds a ([shared.Array.Retain]) while it works.
//
// It panics where a column is out of range or a is nil. It panics with an error where
// a is closed ([shared.ErrClosed]) and where its memory is gone
// ([shared.ErrTruncated], [shared.ErrMemory]); the column is partly written then.
func AddColumns[T kernel.Number](a *shared.Array[T], dst, x, y int) {
	const op = "AddColumns"
	if err := addColumns(context.Background(), &standard, op, a, dst, x, y); err != nil {
		panic(err)
	}
}

// AddColumnsContext is [AddColumns] that ends early when ctx does, and then
// returns ctx.Err(). The column is partly written in that case. Between two looks
// at ctx a worker does at most 32 768 rows. What is wrong with the array is returned
// rather than the value of a panic.
//
// It panics where a column is out of range, or a or ctx is nil.
func AddColumnsContext[T kernel.Number](ctx context.Context, a *shared.Array[T], dst, x, y int) error {
	const op = "AddColumnsContext"
	checkContext(op, ctx)
	return addColumns(ctx, &standard, op, a, dst, x, y)
}

// AddColumnsWith is [AddColumns] on the pool p; nil stands for that of [Default].
// It also panics where the pool is closed ([ErrClosed]).
func AddColumnsWith[T kernel.Number](p *Pool, a *shared.Array[T], dst, x, y int) {
	const op = "AddColumnsWith"
	if err := addColumns(context.Background(), p.orDefault(), op, a, dst, x, y); err != nil {
		panic(err)
	}
}

// AddColumnsWithContext is [AddColumnsContext] on the pool p; nil stands for that
// of [Default]. A closed pool is an error that is [ErrClosed].
func AddColumnsWithContext[T kernel.Number](ctx context.Context, p *Pool, a *shared.Array[T], dst, x, y int) error {
	const op = "AddColumnsWithContext"
	checkContext(op, ctx)
	return addColumns(ctx, p.orDefault(), op, a, dst, x, y)
}

// addColumns fails where something is closed, before it has begun, where the array's
// memory is gone, and where ctx ends.
func addColumns[T kernel.Number](ctx context.Context, p *Pool, op string, a *shared.Array[T], dst, x, y int) (err error) {
	if a == nil {
		panic("sumlog/dispatch: " + op + ": nil array")
	}
	checkColumn(op, "dst", dst, a.Cols())
	checkColumn(op, "x", x, a.Cols())
	checkColumn(op, "y", y, a.Cols())
	if err := p.ready(ctx, op); err != nil {
		return err
	}
	fault := a.Do(func() error {
		err = addColumnsOf(ctx, p, op, a, dst, x, y)
		return nil
	})
	if fault != nil {
		return fmt.Errorf("sumlog/dispatch: %s: %w", op, fault)
	}
	return err
}

func addColumnsOf[T kernel.Number](ctx context.Context, p *Pool, op string, a *shared.Array[T], dst, x, y int) error {
	if to, ok := a.Col(dst).Slice(); ok {
		from, _ := a.Col(x).Slice()
		with, _ := a.Col(y).Slice()
		if len(to) <= costAdd.small {
			kernel.Add(p.isaOf(opAdd), to, from, with)
			return nil
		}
		return add(ctx, p, op, to, from, with)
	}
	data, rows, cols := a.Data(), a.Rows(), a.Cols()
	c := &costAddColumns
	if j := p.share(ctx, c.work(rows)); j != nil {
		j.cut(rows, c.unit, c.least, c.most)
		j.dst, j.cols, j.to, j.x, j.y = pointer(data), cols, dst, x, y
		j.ctx, j.run = ctx, byKind[T](&runAddColumns)
		return p.finish(j)
	}
	return inBlocks(ctx, rows, c.most, func(lo, hi int) error {
		addStrided(data[lo*cols:hi*cols], cols, dst, x, y)
		return nil
	})
}

var runAddColumns = kinds{
	runAddColumnsOf[uint8], runAddColumnsOf[uint16], runAddColumnsOf[uint32], runAddColumnsOf[uint64],
	runAddColumnsOf[float32], runAddColumnsOf[float64],
}

func runAddColumnsOf[T kernel.Number](j *job, lo, hi int) error {
	addStrided(slice[T](j.dst, lo*j.cols, hi*j.cols), j.cols, j.to, j.x, j.y)
	return nil
}
