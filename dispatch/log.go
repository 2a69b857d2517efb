package dispatch

import (
	"context"

	"sumlog/kernel"
)

// Log sets dst[j] = ln x[j], as [kernel.Log] does with any instruction set: error
// bound, special values and bits are those stated there. It uses [ISA] and, from
// some thousands of elements, the workers of [Default].
//
// dst may be x itself. It panics where the slices differ in length or overlap in
// part.
func Log(dst, x []float64) {
	if len(x) <= costLog.small {
		kernel.Log(isaOf(opLog), dst, x)
		return
	}
	_ = standard.log(context.Background(), "Log", dst, x)
}

// LogContext is [Log] that ends early when ctx does, and then returns ctx.Err().
// dst is partly written in that case. Between two looks at ctx a worker does at
// most 16 384 elements.
//
// It panics as Log does, and where ctx is nil.
func LogContext(ctx context.Context, dst, x []float64) error {
	return standard.LogContext(ctx, dst, x)
}

// Log is the function [Log] on this pool. It also panics where the pool is closed
// ([ErrClosed]).
func (p *Pool) Log(dst, x []float64) {
	const op = "Log"
	p = p.orDefault()
	p.mustBeOpen(op)
	if len(x) <= costLog.small {
		kernel.Log(p.isaOf(opLog), dst, x)
		return
	}
	_ = p.log(context.Background(), op, dst, x)
}

// LogContext is the function [LogContext] on this pool. A closed pool is an error
// that is [ErrClosed].
func (p *Pool) LogContext(ctx context.Context, dst, x []float64) error {
	const op = "LogContext"
	p = p.orDefault()
	checkContext(op, ctx)
	return p.log(ctx, op, dst, x)
}

func (p *Pool) log(ctx context.Context, op string, dst, x []float64) error {
	checkLengths(op, "x", len(dst), len(x))
	checkOverlap(op, "x", dst, x)
	if err := p.ready(ctx, op); err != nil || len(x) == 0 {
		return err
	}
	c, isa := &costLog, p.isaOf(opLog)
	if j := p.share(ctx, c.workBy(isa, len(x))); j != nil {
		j.cut(len(x), c.unit, c.least, c.most)
		j.dst, j.a, j.isa = pointer(dst), pointer(x), isa
		j.ctx, j.run = ctx, runLog
		return p.finish(j)
	}
	return inBlocks(ctx, len(x), c.most, func(lo, hi int) error {
		kernel.Log(isa, dst[lo:hi], x[lo:hi])
		return nil
	})
}

func runLog(j *job, lo, hi int) error {
	kernel.Log(j.isa, slice[float64](j.dst, lo, hi), slice[float64](j.a, lo, hi))
	return nil
}
