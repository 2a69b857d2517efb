package dispatch

import (
	"context"
)

// Future is the result, sooner or later, of a function that [Async] runs.
type Future[R any] struct {
	task   task
	pool   *Pool
	limit  int
	done   chan struct{}
	result R
	err    error
}

// Async has f(ctx) run beside the caller and returns at once. On one pool as many
// such functions run at once as it has workers, and the others wait, first come,
// first served. They run on goroutines of their own, not on the pool's, and
// not pinned: inside f, an operation on the same pool has the workers at its
// service if nobody else has.
//
// Where ctx ends before f begins, f is not called and the result is ctx.Err();
// after that it is for f to look at ctx. A panic in f is the error [*PanicError],
// runtime.Goexit is [ErrGoexit], a pool closed before f began is [ErrClosed].
//
// A nil pool stands for that of [Default]. It panics where ctx or f is nil.
func Async[R any](ctx context.Context, p *Pool, f func(context.Context) (R, error)) *Future[R] {
	const op = "Async"
	checkContext(op, ctx)
	if f == nil {
		panic("sumlog/dispatch: " + op + ": nil function")
	}
	p = p.orDefault()
	r := &Future[R]{pool: p, limit: p.Workers(), done: make(chan struct{})}
	r.task.inSynctest = inBubble()
	r.task.run = func() { r.run(ctx, f) }
	r.task.drop = r.fail
	if err := p.tasks.add(&r.task, r.limit); err != nil {
		r.fail(err)
	}
	return r
}

func (r *Future[R]) fail(err error) {
	r.err = err
	close(r.done)
}

func (r *Future[R]) run(ctx context.Context, f func(context.Context) (R, error)) {
	defer close(r.done)
	r.err = ErrGoexit // unless it is replaced
	p := catch(func() {
		if err := ctx.Err(); err != nil {
			r.err = err
			return
		}
		r.result, r.err = f(ctx)
	})
	if p != nil {
		r.err = p
	}
}

// Done returns a channel that is closed when the function has ended, or will not
// be called any more.
func (r *Future[R]) Done() <-chan struct{} { return r.done }

// Get waits for the function and returns its result, at every call the same. If
// ctx ends first, it returns ctx.Err() and the function goes on.
//
// Get lets a function that still waits for its turn begin at once, even if that
// is one more than the pool has workers: so a task may wait for others of its own
// pool. (Waiting for [Future.Done] does not do that.)
//
// It panics where ctx is nil.
func (r *Future[R]) Get(ctx context.Context) (R, error) {
	checkContext("Get", ctx)
	select {
	case <-r.done:
		return r.result, r.err
	default:
	}
	r.pool.tasks.startNow(&r.task, r.limit)
	select {
	case <-r.done:
		return r.result, r.err
	case <-ctx.Done():
		var zero R
		return zero, ctx.Err()
	}
}
