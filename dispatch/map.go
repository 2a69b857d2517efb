package dispatch

import (
	"context"
	"runtime/debug"
)

// Map returns f of every element of in, in the order of in. The calls run on the workers of p
// and on the caller's goroutine, in chunks of elements where there are many.
//
// After the first error, in time, no further call begins, the context that f is given is
// cancelled, and Map returns nil and that error once the calls that have begun are done. The
// end of ctx counts as an error, ctx.Err(). A panic in f is the error [*PanicError], a closed
// pool [ErrClosed]; where f calls runtime.Goexit, so does Map.
//
// A nil pool stands for the pool of [Default]. It panics where ctx or f is nil.
func Map[T, R any](
	ctx context.Context, p *Pool, in []T, f func(context.Context, T) (R, error),
) ([]R, error) {
	const op = "Map"
	checkGiven(op, ctx != nil, f != nil)
	p = p.orDefault()
	out := make([]R, len(in))
	// Elements may differ in cost: about sixteen chunks a worker even it out.
	grain := max(len(in)/(16*p.Workers()), 1)
	err := p.forContext(ctx, op, len(in), grain, func(inner context.Context, lo, hi int) error {
		faults := panicOnFault()
		for i := lo; i < hi; i++ {
			// ForContext polls the context between chunks only.
			if err := inner.Err(); err != nil {
				return err
			}
			r, err := f(inner, in[i])
			debug.SetPanicOnFault(faults)
			if err != nil {
				return err
			}
			out[i] = r
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
