package dispatch

import (
	"context"
	"fmt"

	"sumlog/kernel"
	"sumlog/shared"
)

// LogAccumulateColumns sets column dst of a to the sums Σ_{i<terms} ln(1+i+x) of the
// numbers x of its column x, in place: [LogAccumulate] of a column. The columns may be
// the same. It holds a ([shared.Array.Retain]) while it works.
//
// It panics where a column is out of range, terms is negative, or a is nil. It panics
// with an error where a is closed ([shared.ErrClosed]) and where its memory is gone
// ([shared.ErrTruncated], [shared.ErrMemory]); the column is partly written then.
func LogAccumulateColumns(a *shared.Array[float64], dst, x, terms int) {
	const op = "LogAccumulateColumns"
	if err := standard.logAccumulateColumns(context.Background(), op, a, dst, x, terms); err != nil {
		panic(err)
	}
}

// LogAccumulateColumnsContext is [LogAccumulateColumns] that ends early when ctx
// does, and then returns ctx.Err(). The column is partly written in that case. Between
// two looks at ctx a worker does at most 4096 rows. What is wrong with the array is
// returned rather than the value of a panic.
//
// It panics where a column is out of range, terms is negative, or a or ctx is nil.
func LogAccumulateColumnsContext(ctx context.Context, a *shared.Array[float64], dst, x, terms int) error {
	return standard.LogAccumulateColumnsContext(ctx, a, dst, x, terms)
}

// LogAccumulateColumns is the function [LogAccumulateColumns] on this pool. It also
// panics where the pool is closed ([ErrClosed]).
func (p *Pool) LogAccumulateColumns(a *shared.Array[float64], dst, x, terms int) {
	const op = "LogAccumulateColumns"
	if err := p.orDefault().logAccumulateColumns(context.Background(), op, a, dst, x, terms); err != nil {
		panic(err)
	}
}

// LogAccumulateColumnsContext is the function [LogAccumulateColumnsContext] on this
// pool. A closed pool is an error that is [ErrClosed].
func (p *Pool) LogAccumulateColumnsContext(ctx context.Context, a *shared.Array[float64], dst, x, terms int) error {
	const op = "LogAccumulateColumnsContext"
	checkContext(op, ctx)
	return p.orDefault().logAccumulateColumns(ctx, op, a, dst, x, terms)
}

func (p *Pool) logAccumulateColumns(ctx context.Context, op string, a *shared.Array[float64], dst, x, terms int) (err error) {
	checkArray(op, "a", a == nil)
	checkColumn(op, "dst", dst, a.Cols())
	checkColumn(op, "x", x, a.Cols())
	checkTerms(op, terms)
	if err := p.ready(ctx, op); err != nil {
		return err
	}
	fault := a.Do(func() error {
		if to, ok := a.Col(dst).Slice(); ok {
			from, _ := a.Col(x).Slice()
			err = p.logAccumulate(ctx, op, to, from, terms)
			return nil
		}
		n, to, from := a.Rows(), columnOf(a, dst), columnOf(a, x)
		c, isa := &costLogAccumulate, p.isaOf(opLogAccumulate)
		if j := p.share(ctx, c.workBy(isa, n)); j != nil {
			j.cut(n, c.unit, c.least, c.most)
			j.dst, j.a, j.cols, j.terms, j.isa = to.first, from.first, to.stride, terms, isa
			j.ctx, j.run = ctx, runLogAccumulateColumns
			err = p.finish(j)
			return nil
		}
		err = inBlocks(ctx, n, c.most, func(lo, hi int) error {
			logAccumulateStrided(isa, to.from(lo), from.from(lo), hi-lo, terms)
			return nil
		})
		return nil
	})
	if fault != nil {
		return fmt.Errorf("sumlog/dispatch: %s: %w", op, fault)
	}
	return err
}

func runLogAccumulateColumns(j *job, lo, hi int) error {
	to, from := strided{j.dst, j.cols}, strided{j.a, j.cols}
	logAccumulateStrided(j.isa, to.from(lo), from.from(lo), hi-lo, j.terms)
	return nil
}

// logAccumulateStrided does n numbers, roomSize at most.
func logAccumulateStrided(isa kernel.ISA, dst, x strided, n, terms int) {
	r := rooms.Get().(*room)
	defer rooms.Put(r)
	block := r.in[:n]
	gather(block, x)
	kernel.LogAccumulate(isa, block, block, terms)
	scatter(dst, block)
}

func checkArray(op, name string, isNil bool) {
	if isNil {
		panic(fmt.Sprintf("sumlog/dispatch: %s: %s: nil array", op, name))
	}
}
