package dispatch

import (
	"context"
	"errors"
	"time"
)

// ErrGoexit is the error of a [Future] whose function called [runtime.Goexit], as the FailNow
// method of a test does.
var ErrGoexit = errors.New("sumlog/dispatch: the task called runtime.Goexit")

// Future is the eventual result of a function that [Async] runs.
type Future[R any] struct {
	task   task
	pool   *Pool
	limit  int
	done   chan struct{}
	result R
	err    error
}

// Async runs f(ctx) on another goroutine and returns at once. A pool runs as many such
// functions at once as it has workers; the others wait, first come, first served. They run on
// goroutines of their own, not on the pool's, and are not pinned: an operation on the same
// pool inside f uses the workers if they are free.
//
// Where ctx ends before f begins, f is not called and the result is ctx.Err(); after that, f
// itself must watch ctx. A panic in f is the error [*PanicError], runtime.Goexit is
// [ErrGoexit], a pool closed before f began is [ErrClosed].
//
// A nil pool stands for the pool of [Default]. It panics where ctx or f is nil.
func Async[R any](ctx context.Context, p *Pool, f func(context.Context) (R, error)) *Future[R] {
	checkGiven("Async", ctx != nil, f != nil)
	p = p.orDefault()
	r := &Future[R]{pool: p, limit: p.Workers(), done: make(chan struct{})}
	r.task.inSynctest = inBubble(time.Now())
	r.task.run = func() { r.run(ctx, f) }
	r.task.drop = func() {
		r.err = closedError("Async")
		close(r.done)
	}
	p.tasks.add(&r.task, r.limit)
	return r
}

func (r *Future[R]) run(ctx context.Context, f func(context.Context) (R, error)) {
	defer close(r.done)
	r.err = ErrGoexit // until f returns
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

// Done returns a channel that is closed when the function has ended, or will not be called.
func (r *Future[R]) Done() <-chan struct{} { return r.done }

// Get waits for the function and returns its result, the same at every call. If ctx ends
// first, it returns ctx.Err() and the function continues.
//
// Get starts a waiting function at once, even beyond the number of workers: so a task may wait
// for other tasks of its own pool. Waiting for [Future.Done] does not start it.
//
// It panics where ctx is nil.
func (r *Future[R]) Get(ctx context.Context) (R, error) {
	checkGiven("Get", ctx != nil, true)
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
