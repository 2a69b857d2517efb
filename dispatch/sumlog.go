package dispatch

import (
	"context"
	"fmt"
	"sync"

	"sumlog/internal/generic"
	"sumlog/kernel"
)

// SumLog returns Σ ln x[j], as [kernel.SumLog] does with any instruction set: error
// bound, special values and bits are those stated there, for any number of
// workers. It uses [ISA] and, from some tens of thousands of elements, the workers
// of [Default].
func SumLog(x []float64) float64 {
	if len(x) <= smallSum {
		return kernel.SumLog(isaOf(opSumLogOf(len(x))), x)
	}
	sum, _ := standard.sumLog(context.Background(), "SumLog", x)
	return sum
}

// SumLogContext is [SumLog] that ends early when ctx does, and then returns 0 and
// ctx.Err(). Between two looks at ctx a worker does at most 65 536 elements.
//
// It panics where ctx is nil.
func SumLogContext(ctx context.Context, x []float64) (float64, error) {
	return standard.SumLogContext(ctx, x)
}

// SumLog is the function [SumLog] on this pool. It panics where the pool is closed
// ([ErrClosed]).
func (p *Pool) SumLog(x []float64) float64 {
	const op = "SumLog"
	p = p.orDefault()
	p.mustBeOpen(op)
	if len(x) <= smallSum {
		return kernel.SumLog(p.isaOf(opSumLogOf(len(x))), x)
	}
	sum, _ := p.sumLog(context.Background(), op, x)
	return sum
}

// SumLogContext is the function [SumLogContext] on this pool. A closed pool is an
// error that is [ErrClosed].
func (p *Pool) SumLogContext(ctx context.Context, x []float64) (float64, error) {
	const op = "SumLogContext"
	p = p.orDefault()
	checkContext(op, ctx)
	return p.sumLog(ctx, op, x)
}

// sumBlock is a block of [kernel.SumLog]: blocks may be multiplied anywhere, but
// are merged in their order.
const sumBlock = 4096

// smallSum is up to how many elements nothing is considered.
const smallSum = worthHot * 5

// shortSum is up to how many elements a kernel takes a sum for one row of a matrix.
const shortSum = generic.MaxRow

func opSumLogOf(n int) operation {
	if n <= shortSum {
		return opSumLogShort
	}
	return opSumLog
}

// sumRound is how many products of blocks wait to be merged: as many as a round
// has, and the next begins when they are. It is some ten milliseconds of work.
const sumRound = 4096

var sumRooms = sync.Pool{New: func() any { return new([sumRound]kernel.Product) }}

func (p *Pool) sumLog(ctx context.Context, op string, x []float64) (float64, error) {
	if err := p.ready(ctx, op); err != nil {
		return 0, err
	}
	room := sumRooms.Get().(*[sumRound]kernel.Product)
	defer sumRooms.Put(room)
	var all kernel.Product
	rounds := inRounds(ctx, len(x), sumBlock)
	if rounds != nil {
		ctx = rounds
	}
	for len(x) > 0 {
		part := x[:min(len(x), sumRound*sumBlock)]
		x = x[len(part):]
		blocks := (len(part) + sumBlock - 1) / sumBlock
		if err := p.productsOf(ctx, room[:blocks], part); err != nil {
			return 0, err
		}
		for _, block := range room[:blocks] {
			all.Merge(block)
		}
		if rounds != nil {
			rounds.before += int64(len(part))
		}
	}
	if rounds != nil && rounds.total > 0 {
		rounds.end()
	}
	return all.Log(), nil
}

// productsOf sets products[i] to the product of block i of x.
func (p *Pool) productsOf(ctx context.Context, products []kernel.Product, x []float64) error {
	c, isa := &costSumBlock, p.isaOf(opSumLog)
	if j := p.share(ctx, c.workBy(isa, len(products))); j != nil {
		j.cut(len(products), c.unit, c.least, c.most)
		j.dst, j.a, j.n, j.isa = pointer(products), pointer(x), len(x), isa
		j.ctx, j.run = ctx, runProducts
		return p.finish(j)
	}
	return inBlocks(ctx, len(products), c.most, func(lo, hi int) error {
		multiplyBlocks(isa, products[lo:hi], x[lo*sumBlock:min(hi*sumBlock, len(x))])
		return nil
	})
}

func runProducts(j *job, lo, hi int) error {
	multiplyBlocks(j.isa, slice[kernel.Product](j.dst, lo, hi), slice[float64](j.a, lo*sumBlock, min(hi*sumBlock, j.n)))
	return nil
}

func multiplyBlocks(isa kernel.ISA, products []kernel.Product, x []float64) {
	for i := range products {
		products[i] = kernel.Product{}
		n := min(sumBlock, len(x))
		products[i].Add(isa, x[:n])
		x = x[n:]
	}
}

// SumLogRows sets dst[r] = Σ ln x[r·cols+c], c from 0 to cols-1, as
// [kernel.SumLogRows] does with any instruction set. It uses [ISA] and, from some
// tens of thousands of elements, the workers of [Default].
//
// It panics where len(x) is not len(dst)·cols, cols is less than 1, or dst overlaps
// x (unless cols is 1 and they are the same).
func SumLogRows(dst, x []float64, cols int) {
	if len(x) <= smallSum {
		kernel.SumLogRows(isaOf(opSumLogRows), dst, x, cols)
		return
	}
	_ = standard.sumLogRows(context.Background(), "SumLogRows", dst, x, cols)
}

// SumLogRowsContext is [SumLogRows] that ends early when ctx does, and then
// returns ctx.Err(). dst is partly written in that case. Between two looks at ctx a
// worker does at most 65 536 elements, or one row.
//
// It panics as SumLogRows does, and where ctx is nil.
func SumLogRowsContext(ctx context.Context, dst, x []float64, cols int) error {
	return standard.SumLogRowsContext(ctx, dst, x, cols)
}

// SumLogRows is the function [SumLogRows] on this pool. It also panics where the
// pool is closed ([ErrClosed]).
func (p *Pool) SumLogRows(dst, x []float64, cols int) {
	const op = "SumLogRows"
	p = p.orDefault()
	p.mustBeOpen(op)
	if len(x) <= smallSum {
		kernel.SumLogRows(p.isaOf(opSumLogRows), dst, x, cols)
		return
	}
	_ = p.sumLogRows(context.Background(), op, dst, x, cols)
}

// SumLogRowsContext is the function [SumLogRowsContext] on this pool. A closed pool
// is an error that is [ErrClosed].
func (p *Pool) SumLogRowsContext(ctx context.Context, dst, x []float64, cols int) error {
	const op = "SumLogRowsContext"
	p = p.orDefault()
	checkContext(op, ctx)
	return p.sumLogRows(ctx, op, dst, x, cols)
}

func (p *Pool) sumLogRows(ctx context.Context, op string, dst, x []float64, cols int) error {
	checkRows(op, dst, x, cols)
	if err := p.ready(ctx, op); err != nil || len(dst) == 0 {
		return err
	}
	c, isa := costRows(cols), p.isaOf(opSumLogRows)
	if j := p.share(ctx, c.workBy(isa, len(dst))); j != nil {
		j.cut(len(dst), c.unit, c.least, c.most)
		j.dst, j.a, j.cols, j.isa = pointer(dst), pointer(x), cols, isa
		j.ctx, j.run = ctx, runSumLogRows
		return p.finish(j)
	}
	return inBlocks(ctx, len(dst), c.most, func(lo, hi int) error {
		kernel.SumLogRows(isa, dst[lo:hi], x[lo*cols:hi*cols], cols)
		return nil
	})
}

func runSumLogRows(j *job, lo, hi int) error {
	kernel.SumLogRows(j.isa, slice[float64](j.dst, lo, hi), slice[float64](j.a, lo*j.cols, hi*j.cols), j.cols)
	return nil
}

func checkRows(op string, dst, x []float64, cols int) {
	if cols < 1 {
		panic(fmt.Sprintf("sumlog/dispatch: %s: cols = %d, want 1 or more", op, cols))
	}
	if len(x)%cols != 0 || len(x)/cols != len(dst) {
		panic(fmt.Sprintf("sumlog/dispatch: %s: len(x) = %d, want len(dst)·cols = %d·%d", op, len(x), len(dst), cols))
	}
	if cols == 1 {
		checkOverlap(op, "x", dst, x)
	} else {
		checkApart(op, dst, x)
	}
}
