package dispatch

import "context"

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
	runHere(func() {
		work := Work{N: n, Align: grain, MinChunk: grain, MaxChunk: n}
		_ = p.share(context.Background(), work, unknownWork, operands{each: f}) // always nil
	})
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
	inner, cancel := context.WithCancel(withoutProgress(ctx))
	defer cancel()
	if p := catch(func() {
		work := Work{N: n, Align: grain, MinChunk: grain, MaxChunk: grain}
		err = p.share(ctx, work, unknownWork, operands{try: f, inner: inner, cancel: cancel})
	}); p != nil {
		return p
	}
	return err
}
