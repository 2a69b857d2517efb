package dispatch

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// ErrGoexit is the error of a [Future] whose function called [runtime.Goexit],
// as the FailNow method of a test does.
var ErrGoexit = errors.New("sumlog/dispatch: the task called runtime.Goexit")

// PanicError is a panic that a task raised, brought to the goroutine that waits
// for the task: [Pool.For] and the operations panic with a *PanicError,
// [Pool.ForContext], [Map] and [Future.Get] return one. A *PanicError that
// passes through several calls, one inside the other, stays the same.
type PanicError struct {
	Value any    // what the task gave to panic
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

// asPanicError wraps what recover returned. Called while the panicking stack is
// still there.
func asPanicError(value any) *PanicError {
	if e, ok := value.(*PanicError); ok && e != nil {
		return e
	}
	return &PanicError{Value: value, Stack: debug.Stack()}
}

// outcome collects how the blocks of one job ended, when not well.
type result struct {
	stop atomic.Bool // begin no more blocks

	mu     sync.Mutex
	err    error
	panic  *PanicError
	goexit bool
}

// The first of each kind is kept.
func (r *result) setError(err error) {
	r.mu.Lock()
	if r.err == nil {
		r.err = err
	}
	r.mu.Unlock()
	r.stop.Store(true)
}

// panicked notes that a task panicked.
func (r *result) setPanic(p *PanicError) {
	r.mu.Lock()
	if r.panic == nil {
		r.panic = p
	}
	r.mu.Unlock()
	r.stop.Store(true)
}

// exited notes that a task called runtime.Goexit.
func (r *result) setGoexit() {
	r.mu.Lock()
	r.goexit = true
	r.mu.Unlock()
	r.stop.Store(true)
}

// take returns the outcome and clears it for the next job.
func (r *result) collect() (p *PanicError, goexit bool, err error) {
	if !r.stop.Load() {
		return nil, false, nil
	}
	p, goexit, err = r.panic, r.goexit, r.err
	r.err, r.panic, r.goexit = nil, nil, false
	r.stop.Store(false)
	return p, goexit, err
}

// deliver ends the call as its tasks ended: it panics, ends the goroutine or
// returns the error. A panic comes first: nobody should miss one because another
// task failed before it.
func propagate(p *PanicError, goexit bool, err error) error {
	switch {
	case p != nil:
		panic(p)
	case goexit:
		runtime.Goexit()
	}
	return err
}
