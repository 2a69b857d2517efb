package dispatch

import (
	"context"
	"unsafe"

	"sumlog/kernel"
)

// LogAccumulate sets dst[j] = Σ_{i<terms} ln(1+i+x[j]) in constant time, as
// [kernel.LogAccumulate] does with any instruction set: error bound, special
// values and bits are those stated there. It uses [ISA] and, from some 10 µs of
// work, the workers of [Default].
//
// dst may be x itself. It panics where the slices differ in length or overlap in
// part, or terms is negative.
func LogAccumulate(dst, x []float64, terms int) {
	if len(x) <= costLogAccumulate.small {
		kernel.LogAccumulate(isaOf(opLogAccumulate), dst, x, terms)
		return
	}
	_ = standard.logAccumulate(context.Background(), "LogAccumulate", dst, x, terms)
}

// LogAccumulateContext is [LogAccumulate] that ends early when ctx does, and then
// returns ctx.Err(). dst is partly written in that case. Between two looks at ctx
// a worker does at most 4096 elements.
//
// It panics as LogAccumulate does, and where ctx is nil.
func LogAccumulateContext(ctx context.Context, dst, x []float64, terms int) error {
	return standard.LogAccumulateContext(ctx, dst, x, terms)
}

// LogAccumulate is the function [LogAccumulate] on this pool. It also panics where
// the pool is closed ([ErrClosed]).
func (p *Pool) LogAccumulate(dst, x []float64, terms int) {
	const op = "LogAccumulate"
	p = p.orDefault()
	p.mustBeOpen(op)
	if len(x) <= costLogAccumulate.small {
		kernel.LogAccumulate(p.isaOf(opLogAccumulate), dst, x, terms)
		return
	}
	_ = p.logAccumulate(context.Background(), op, dst, x, terms)
}

// LogAccumulateContext is the function [LogAccumulateContext] on this pool. A
// closed pool is an error that is [ErrClosed].
func (p *Pool) LogAccumulateContext(ctx context.Context, dst, x []float64, terms int) error {
	const op = "LogAccumulateContext"
	p = p.orDefault()
	checkContext(op, ctx)
	return p.logAccumulate(ctx, op, dst, x, terms)
}

func (p *Pool) logAccumulate(ctx context.Context, op string, dst, x []float64, terms int) error {
	checkLengths(op, "x", len(dst), len(x))
	checkOverlap(op, "x", dst, x)
	checkTerms(op, terms)
	if err := p.ready(ctx, op); err != nil || len(x) == 0 {
		return err
	}
	c, isa := &costLogAccumulate, p.isaOf(opLogAccumulate)
	if j := p.share(ctx, c.workBy(isa, len(x))); j != nil {
		j.cut(len(x), c.unit, c.least, c.most)
		j.dst, j.a, j.terms, j.isa = pointer(dst), pointer(x), terms, isa
		j.ctx, j.run = ctx, runLogAccumulate
		return p.finish(j)
	}
	return inBlocks(ctx, len(x), c.most, func(lo, hi int) error {
		kernel.LogAccumulate(isa, dst[lo:hi], x[lo:hi], terms)
		return nil
	})
}

func runLogAccumulate(j *job, lo, hi int) error {
	kernel.LogAccumulate(j.isa, slice[float64](j.dst, lo, hi), slice[float64](j.a, lo, hi), j.terms)
	return nil
}

// LogAccumulateDirect is [LogAccumulate] by one logarithm a term, as
// [kernel.LogAccumulateDirect] computes it: the literal loop, in time proportional
// to len(x)·terms, which exists to be compared with.
//
// It panics where LogAccumulate does.
func LogAccumulateDirect(dst, x []float64, terms int) {
	if smallProduct(len(x), terms, smallDirect) {
		kernel.LogAccumulateDirect(isaOf(opLogAccumulateDirect), dst, x, terms)
		return
	}
	_ = standard.logAccumulateDirect(context.Background(), "LogAccumulateDirect", dst, x, terms)
}

// LogAccumulateDirectContext is [LogAccumulateDirect] that ends early when ctx
// does, and then returns ctx.Err(). dst is partly written in that case. The
// context is looked at between groups of elements, the smaller the more terms
// there are, but at least 8, which are not interrupted: beyond some 10 000 terms a
// cancellation waits longer than 100 µs, in proportion to terms.
//
// It panics as LogAccumulateDirect does, and where ctx is nil.
func LogAccumulateDirectContext(ctx context.Context, dst, x []float64, terms int) error {
	return standard.LogAccumulateDirectContext(ctx, dst, x, terms)
}

// LogAccumulateDirect is the function [LogAccumulateDirect] on this pool. It also
// panics where the pool is closed ([ErrClosed]).
func (p *Pool) LogAccumulateDirect(dst, x []float64, terms int) {
	const op = "LogAccumulateDirect"
	p = p.orDefault()
	p.mustBeOpen(op)
	if smallProduct(len(x), terms, smallDirect) {
		kernel.LogAccumulateDirect(p.isaOf(opLogAccumulateDirect), dst, x, terms)
		return
	}
	_ = p.logAccumulateDirect(context.Background(), op, dst, x, terms)
}

// LogAccumulateDirectContext is the function [LogAccumulateDirectContext] on this
// pool. A closed pool is an error that is [ErrClosed].
func (p *Pool) LogAccumulateDirectContext(ctx context.Context, dst, x []float64, terms int) error {
	const op = "LogAccumulateDirectContext"
	p = p.orDefault()
	checkContext(op, ctx)
	return p.logAccumulateDirect(ctx, op, dst, x, terms)
}

func (p *Pool) logAccumulateDirect(ctx context.Context, op string, dst, x []float64, terms int) error {
	checkLengths(op, "x", len(dst), len(x))
	checkOverlap(op, "x", dst, x)
	checkTerms(op, terms)
	if err := p.ready(ctx, op); err != nil || len(x) == 0 {
		return err
	}
	c, isa := costDirect(terms), p.isaOf(opLogAccumulateDirect)
	if j := p.share(ctx, c.workBy(isa, len(x))); j != nil {
		j.cut(len(x), c.unit, c.least, c.most)
		j.dst, j.a, j.terms, j.isa = pointer(dst), pointer(x), terms, isa
		j.ctx, j.run = ctx, runLogAccumulateDirect
		return p.finish(j)
	}
	return inBlocks(ctx, len(x), c.most, func(lo, hi int) error {
		kernel.LogAccumulateDirect(isa, dst[lo:hi], x[lo:hi], terms)
		return nil
	})
}

func runLogAccumulateDirect(j *job, lo, hi int) error {
	kernel.LogAccumulateDirect(j.isa, slice[float64](j.dst, lo, hi), slice[float64](j.a, lo, hi), j.terms)
	return nil
}

// pointer and slice take a slice apart for a job and put a piece of it together
// again.
func pointer[T any](s []T) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(s)) }

func slice[T any](p unsafe.Pointer, lo, hi int) []T {
	var zero T
	return unsafe.Slice((*T)(unsafe.Add(p, uintptr(lo)*unsafe.Sizeof(zero))), hi-lo)
}
