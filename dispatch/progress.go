package dispatch

import (
	"context"
	"sync/atomic"
	"time"
)

type progressKey struct{}

// WithProgress returns a context that descends from ctx and makes operations report their
// progress: each operation that is given it, or a descendant, calls f with the elements done
// and the total. What is done by rows, such as SumLogRows, Softmax and AddColumns, counts rows,
// and [Pool.ForContext] indices.
//
// f is called on the goroutine that called the operation, between two blocks of its work,
// about a hundred times a second at most, with done never falling. The last call, with done
// equal to total, comes when an operation that is not empty has succeeded. The goroutine's
// work waits for f. A panic of f reaches the caller as a [*PanicError].
//
// Functions that [Pool.ForContext] and [Map] call are given a context without f, so their own
// operations do not report. A function of [Async] is given ctx as it is.
//
// It panics where ctx or f is nil.
func WithProgress(ctx context.Context, f func(done, total int64)) context.Context {
	checkGiven("WithProgress", ctx != nil, f != nil)
	return context.WithValue(ctx, progressKey{}, f)
}

// ProgressOf returns the function that [WithProgress] put into ctx, or nil.
func ProgressOf(ctx context.Context) func(done, total int64) {
	f, _ := ctx.Value(progressKey{}).(func(done, total int64))
	return f
}

// withoutProgress returns ctx for work whose progress is part of an outer operation's.
func withoutProgress(ctx context.Context) context.Context {
	if ProgressOf(ctx) == nil {
		return ctx
	}
	return context.WithValue(ctx, progressKey{}, nil)
}

// notifyInterval is the least time between two reports: often enough to watch, and rare enough
// to cost nothing.
const notifyInterval = 10 * time.Millisecond

// progress is the progress of one operation.
type progress struct {
	f            func(done, total int64) // nil where no report is wanted
	total        int64
	done         atomic.Int64
	lastNotified time.Time
}

// begin is called before the work, on the caller's goroutine.
func (g *progress) begin(ctx context.Context) {
	g.f = ProgressOf(ctx)
	if g.f != nil {
		g.done.Store(0)
		g.lastNotified = time.Now()
	}
}

// end makes the last report.
func (g *progress) end() {
	if f, total := g.f, g.total; f != nil {
		runHere(func() { f(total, total) })
	}
}

// add records n more as done, and reports if this is the caller's goroutine.
func (g *progress) add(n int, caller bool) {
	if g.f == nil {
		return
	}
	done := g.done.Add(int64(n))
	if !caller || done == g.total { // end makes the last report
		return
	}
	if now := time.Now(); now.Sub(g.lastNotified) >= notifyInterval {
		g.lastNotified = now
		runHere(func() { g.f(done, g.total) })
	}
}
