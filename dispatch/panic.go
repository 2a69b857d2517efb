package dispatch

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// ErrGoexit is the error of a [Future] whose function called [runtime.Goexit], as the FailNow
// method of a test does.
var ErrGoexit = errors.New("sumlog/dispatch: the task called runtime.Goexit")

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

// result collects how the chunks of one job failed: the first error, the first panic, and a
// Goexit.
type result struct {
	stop atomic.Bool // begin no more chunks

	mu     sync.Mutex
	err    error
	panic  *PanicError
	goexit bool
}

// setError records the error of a task.
func (r *result) setError(err error) {
	r.mu.Lock()
	if r.err == nil {
		r.err = err
	}
	r.mu.Unlock()
	r.stop.Store(true)
}

// setPanic records the panic of a task.
func (r *result) setPanic(p *PanicError) {
	r.mu.Lock()
	if r.panic == nil {
		r.panic = p
	}
	r.mu.Unlock()
	r.stop.Store(true)
}

// setGoexit records that a task called runtime.Goexit.
func (r *result) setGoexit() {
	r.mu.Lock()
	r.goexit = true
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
