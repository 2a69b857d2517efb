package dispatch

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// PanicError is a panic of a task, propagated to the goroutine that waits for the task:
// [Pool.For] and the operations panic with a *PanicError, [Pool.ForContext], [Map] and
// [Future.Get] return one. A *PanicError that passes through several nested calls stays the
// same.
type PanicError struct {
	Value any    // the argument of the task's panic
	Stack []byte // the stack of the task's goroutine, as runtime/debug.Stack prints it
}

// Error returns the value and, on the lines below it, the task's stack.
func (e *PanicError) Error() string {
	return fmt.Sprintf("sumlog/dispatch: a task panicked: %v\n\n%s", e.Value, e.Stack)
}

// Unwrap returns Value where it is an error, and nil otherwise.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// asPanicError wraps the value that recover returned. It must be called on the panicking
// stack.
func asPanicError(value any) *PanicError {
	if e, ok := value.(*PanicError); ok && e != nil {
		return e
	}
	return &PanicError{Value: value, Stack: debug.Stack()}
}

// catch calls f and returns its panic, or nil. Where f calls runtime.Goexit, catch does not
// return.
//
// So a panic(nil) differs from Goexit even with GODEBUG=panicnil=1, where recover returns nil
// in both cases: catch returns only after a panic.
func catch(f func()) (p *PanicError) {
	normal := false
	defer func() {
		if !normal {
			p = asPanicError(recover())
		}
	}()
	f()
	normal = true
	return nil
}

// panicOnFault returns the goroutine's setting of [debug.SetPanicOnFault]. Code that runs
// functions of a caller restores it after each: on a worker it is true, and a task that sets
// it to false would make the next fault fatal for the process.
func panicOnFault() bool {
	on := debug.SetPanicOnFault(true)
	debug.SetPanicOnFault(on)
	return on
}

// runHere calls a function of the caller's own on the caller's goroutine. Its panic is a
// *PanicError, as on a worker.
func runHere(f func()) {
	defer debug.SetPanicOnFault(panicOnFault())
	if p := catch(f); p != nil {
		panic(p)
	}
}

// result collects how the chunks of one job failed: the first error, the first panic, and a
// Goexit.
type result struct {
	stop atomic.Bool // begin no more chunks

	mu     sync.Mutex
	err    error
	panic  *PanicError
	goexit bool
}

// fail records how a task ended: with an error, with a panic or, where both are nil, by
// runtime.Goexit.
func (r *result) fail(err error, p *PanicError) {
	r.mu.Lock()
	if r.err == nil {
		r.err = err
	}
	if r.panic == nil {
		r.panic = p
	}
	r.goexit = r.goexit || err == nil && p == nil
	r.mu.Unlock()
	r.stop.Store(true)
}

// collect returns the result and clears it for the next job.
func (r *result) collect() (p *PanicError, goexit bool, err error) {
	if !r.stop.Load() {
		return nil, false, nil
	}
	p, goexit, err = r.panic, r.goexit, r.err
	r.err, r.panic, r.goexit = nil, nil, false
	r.stop.Store(false)
	return p, goexit, err
}

// propagate ends the call as its tasks ended: it panics, ends the goroutine or returns the
// error. A panic comes first: an earlier error of another task must not hide it.
func propagate(p *PanicError, goexit bool, err error) error {
	switch {
	case p != nil:
		panic(p)
	case goexit:
		runtime.Goexit()
	}
	return err
}

// checkRange panics where the operation op is given such a range.
func checkRange(op string, n, grain int) {
	if n < 0 || grain < 1 {
		panic(fmt.Sprintf("sumlog/dispatch: %s: n = %d, grain = %d, want n >= 0 and grain >= 1",
			op, n, grain))
	}
}

// checkGiven panics where the operation op is given no context or no function.
func checkGiven(op string, context, function bool) {
	switch {
	case !context:
		panic("sumlog/dispatch: " + op + ": nil context")
	case !function:
		panic("sumlog/dispatch: " + op + ": nil function")
	}
}
