package shared

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Do calls f while it holds the array ([Array.Retain]), so that nobody closes it,
// and turns a fault in the array's memory into an error: when somebody has shortened
// the file it is [ErrTruncated], when the system fails to provide a page [ErrMemory].
// Anywhere else such a fault ends the program. Otherwise Do returns what f does, or
// [ErrClosed] without calling it.
//
// The system faults on whole pages: of a file that was shortened to the middle of one,
// the rest of that page reads as zero, and what is written there is lost, silently.
//
// A fault on another goroutine is not f's, unless it is that of a worker of package
// dispatch, whose panics reach its caller. What f wrote before one stays written.
// After one the array can be used where its memory still is, and should be closed.
func (a *Array[T]) Do(f func() error) error { return a.do("Do", f) }

func (a *Array[T]) do(op string, f func() error) (err error) {
	if !a.block.holds.add() {
		return a.block.failed(op, ErrClosed)
	}
	defer a.block.holds.drop()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if value := recover(); value != nil {
			fault := a.Fault(value)
			if fault == nil {
				panic(value)
			}
			err = a.block.failed(op, fault)
		}
	}()
	return f()
}

// Fault returns what a panic says of the array, given the value that recover
// returned: nil if it is not that of a fault in its memory; otherwise an error that is
// [ErrTruncated] or [ErrMemory], or [ErrClosed] if the array was closed before, and
// something used it all the same.
//
// It is for those who cannot use [Array.Do]. The value may also be an error that wraps
// that of the fault, such as the one that package dispatch panics with when a worker
// has panicked. A fault is a panic only on goroutines
// that have called [runtime/debug.SetPanicOnFault].
func (a *Array[T]) Fault(value any) error {
	err, ok := value.(error)
	if !ok {
		return nil
	}
	var fault interface {
		runtime.Error
		Addr() uintptr
	}
	if !errors.As(err, &fault) || !a.block.contains(fault.Addr()) {
		return nil
	}
	b := a.block
	at := fault.Addr() - uintptr(b.addr)
	if b.holds.over() {
		return fmt.Errorf("fault at byte %d: %w", at, ErrClosed)
	}
	if b.file != nil {
		if info, err := b.file.Stat(); err == nil && info.Size() < int64(b.size) {
			return fmt.Errorf("fault at byte %d, the file has %d and had %d: %w", at, info.Size(), b.size, ErrTruncated)
		}
	}
	return fmt.Errorf("fault at byte %d of %d: %w", at, b.size, ErrMemory)
}
