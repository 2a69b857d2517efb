package sumlog

import (
	"context"
	"errors"
	"fmt"

	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/kernel"
)

// Run says how operations run: on which pool, with which context, and with which report of
// their progress. Its methods are the functions of this package. They return ctx.Err() where
// the context ends first, and an error that wraps [dispatch.ErrClosed] where the pool is
// closed. When a method returns an error, its destination may be partly written.
//
// A Run is a small value, to be copied freely and used by several goroutines at once. The zero
// Run runs operations on the pool of [dispatch.Default].
type Run struct {
	ctx  context.Context // nil: a context that never ends
	pool *dispatch.Pool
}

// On returns a Run on the pool p that ends when ctx does. A nil p stands for the pool of
// [dispatch.Default].
//
// It panics where ctx is nil.
func On(ctx context.Context, p *dispatch.Pool) Run {
	check.Context("sumlog: On", ctx)
	return Run{ctx, p}
}

// Progress returns r with reports of progress: f is called as [dispatch.WithProgress]
// describes. It counts elements, or rows for operations on rows and columns.
//
// It panics where f is nil.
func (r Run) Progress(f func(done, total int64)) Run {
	r.ctx = dispatch.WithProgress(r.context(), f)
	return r
}

// share returns r for a part of an operation, whose progress it reports as a share of the whole:
// the part is n units of work of all, after the first done ones, and the operation has total
// results or elements.
func (r Run) share(done, n, all, total int) Run {
	f := dispatch.ProgressOf(r.context())
	if f == nil {
		return r
	}
	return r.Progress(func(items, of int64) {
		// At the end of all, exactly total: each of the quotients is 1.
		at := float64(done) + float64(items)/float64(of)*float64(n)
		f(int64(at/float64(all)*float64(total)), int64(total))
	})
}

func (r Run) context() context.Context {
	if r.ctx == nil {
		return context.Background()
	}
	return r.ctx
}

func (r Run) isa() kernel.ISA { return r.pool.ISA() }

// do runs a task of the operation op.
func (r Run) do(op string, w dispatch.Work, t dispatch.Task) error {
	if err := r.ready(op); err != nil {
		return err
	}
	err := r.pool.Do(r.context(), w, t)
	if errors.Is(err, dispatch.ErrClosed) { // since
		return fmt.Errorf("%s: %w", op, dispatch.ErrClosed)
	}
	return err
}

// ready returns why the operation op should not begin.
func (r Run) ready(op string) error {
	if err := r.pool.Err(); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return r.context().Err()
}

// inline reports whether n items of ns nanoseconds are done by one call of the kernel: where
// they are too little to share and their progress is not reported.
func (r Run) inline(n int, ns float64) bool {
	return small(n, ns) && (r.ctx == nil || dispatch.ProgressOf(r.ctx) == nil)
}
