package dispatch

import (
	"context"
	"runtime/debug"
	"sync/atomic"
	"time"
)

type progressKey struct{}

// WithProgress returns a context that descends from ctx and has operations tell how far
// they are: each operation that is given it, or a context that descends from it, calls
// f with what is done and what is to be done altogether, in elements; SumLogRows and
// AddColumns count rows, [Pool.ForContext] indices.
//
// f is called on the goroutine that called the operation, between two blocks of work
// and some hundred times a second at most, with done never falling; and a last time, with done
// equal to total, when an operation with anything to do has ended well. The work of
// that goroutine waits for f meanwhile. A panic of f reaches the caller, as a
// [*PanicError].
//
// Functions that [Pool.ForContext] and [Map] call are given a context without it: what
// they call does not tell. With [Async], what the function calls with its context does.
//
// It panics where ctx or f is nil.
func WithProgress(ctx context.Context, f func(done, total int64)) context.Context {
	const op = "WithProgress"
	checkContext(op, ctx)
	if f == nil {
		panic("sumlog/dispatch: " + op + ": nil function")
	}
	return context.WithValue(ctx, progressKey{}, f)
}

// ProgressOf returns the function that [WithProgress] put into ctx, or nil.
func ProgressOf(ctx context.Context) func(done, total int64) {
	f, _ := ctx.Value(progressKey{}).(func(done, total int64))
	return f
}

// withoutProgress returns ctx for those whose progress is a part of other progress.
func withoutProgress(ctx context.Context) context.Context {
	if ProgressOf(ctx) == nil {
		return ctx
	}
	return context.WithValue(ctx, progressKey{}, nil)
}

// tellAgain is how long a caller is not told again: enough for an eye, and so rarely
// that it costs nothing.
const notifyInterval = 10 * time.Millisecond

// progress is that of one operation.
type progress struct {
	f            func(done, total int64) // nil where nobody wants to know
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

// add notes that n more are done, and tells if this is the caller's goroutine.
func (g *progress) add(n int, caller bool) {
	if g.f == nil {
		return
	}
	done := g.done.Add(int64(n))
	if !caller || done == g.total { // the last time is for end
		return
	}
	if now := time.Now(); now.Sub(g.lastNotified) >= notifyInterval {
		g.lastNotified = now
		notify(g.f, done, g.total)
	}
}

// tell calls f, a function of the caller's own.
func notify(f func(done, total int64), done, total int64) {
	defer debug.SetPanicOnFault(panicOnFault())
	if p := catch(func() { f(done, total) }); p != nil {
		panic(p)
	}
}
