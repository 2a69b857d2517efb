package dispatch

import (
	"context"
	"runtime/debug"
)

// For calls f for ranges that together are [0, n), each index once, on the pool's workers and
// on the caller's goroutine, and returns when all calls are done. Each range begins at a
// multiple of grain and is a multiple of grain long, except the range that ends at n. f must
// be safe for concurrent calls; for results that do not depend on the number of workers it
// must not depend on how [0, n) is divided.
//
// Choose grain so that f takes a few microseconds: handing out a range costs about 50 ns,
// waking the pool some microseconds. With n <= grain, one worker, a busy pool, or inside a
// task of the same pool, For makes one call f(0, n) on the caller's goroutine.
//
// Where f panics, For panics with a [*PanicError] once the ranges that have begun are done;
// others do not begin. Where f calls runtime.Goexit, so does For.
//
// It panics where n < 0, grain < 1, f is nil, or the pool is closed ([ErrClosed]).
func (p *Pool) For(n, grain int, f func(lo, hi int)) {
	const op = "For"
	p = p.orDefault()
	checkRange(op, n, grain)
	checkGiven(op, true, f != nil)
	if err := p.err(op); err != nil {
		panic(err)
	}
	if n == 0 {
		return
	}
	if n > grain {
		if j := p.begin(unknownWork); j != nil {
			j.partition(n, grain, grain, max(n/grain*grain, grain))
			j.ctx, j.each = context.Background(), f
			_ = p.finish(j) // always nil
			return
		}
	}
	runHere(func() { f(0, n) })
}

// ForContext is [Pool.For] for a function that can fail and be cancelled. Every range is grain
// indices long, except the range that ends at n. ForContext polls ctx before each range, on
// every goroutine, so that after a cancellation no more ranges begin than there are workers.
//
// It returns nil when f has returned nil for every range; otherwise the first error of f, or
// ctx.Err() where ctx ended first. After the first error no range begins, and the context that
// f is given, which descends from ctx, is cancelled; ForContext waits for the ranges that have
// begun. A panic of f is returned as [*PanicError], a closed pool as an error that wraps
// [ErrClosed].
//
// It panics where n < 0, grain < 1, or ctx or f is nil.
func (p *Pool) ForContext(
	ctx context.Context, n, grain int, f func(ctx context.Context, lo, hi int) error,
) error {
	const op = "ForContext"
	p = p.orDefault()
	checkGiven(op, ctx != nil, f != nil)
	checkRange(op, n, grain)
	return p.forContext(ctx, op, n, grain, f)
}

func (p *Pool) forContext(
	ctx context.Context, op string, n, grain int, f func(ctx context.Context, lo, hi int) error,
) (err error) {
	if err := p.checkUsable(ctx, op); err != nil || n == 0 {
		return err
	}
	if p := catch(func() { err = p.forRanges(ctx, n, grain, f) }); p != nil {
		return p
	}
	return err
}

// forRanges is forContext on an open pool, with panics as panics.
func (p *Pool) forRanges(
	ctx context.Context, n, grain int, f func(ctx context.Context, lo, hi int) error,
) error {
	inner, cancel := context.WithCancel(withoutProgress(ctx))
	defer cancel()
	if n > grain {
		if j := p.begin(unknownWork); j != nil {
			j.partition(n, grain, grain, grain)
			j.ctx, j.inner, j.cancel = ctx, inner, cancel
			j.try = f
			return p.finish(j)
		}
	}
	faults := panicOnFault()
	defer debug.SetPanicOnFault(faults)
	return inBlocks(ctx, n, grain, func(lo, hi int) error {
		err := f(inner, lo, hi)
		debug.SetPanicOnFault(faults)
		return err
	})
}

// inBlocks calls f for the blocks of [0, n) in order, until one fails or ctx ends.
func inBlocks(ctx context.Context, n, block int, f func(lo, hi int) error) error {
	g := progress{total: int64(n)}
	g.begin(ctx)
	for lo := 0; lo < n; {
		if err := ctx.Err(); err != nil {
			return err
		}
		hi := lo + min(block, n-lo)
		if err := f(lo, hi); err != nil {
			return err
		}
		g.add(hi-lo, true)
		lo = hi
	}
	if g.f != nil {
		runHere(func() { g.f(g.total, g.total) })
	}
	return nil
}
