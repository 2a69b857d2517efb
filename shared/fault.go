package shared

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Do calls f while it retains the array ([Array.Retain]), so that it is not closed,
// and turns a fault in the array's memory into an error: [ErrTruncated] when the file
// has been shortened, [ErrMemory] when the system fails to provide a page, and
// [ErrReadOnly] when f writes to an array that is [ReadOnly].
// Anywhere else such a fault ends the program. Otherwise Do returns what f does, or
// [ErrClosed] without calling it.
//
// The system faults on whole pages: of a file that was shortened to the middle of one,
// the rest of that page reads as zero, and what is written there is lost, silently.
//
// A fault on another goroutine is not f's, except on a worker of package dispatch, whose
// panics reach its caller. What f wrote before one stays written.
// After one the array can be used where its memory still is, and should be closed.
func (a *Array[T]) Do(f func() error) error { return a.do("Do", f) }

// write is do for an operation that writes.
func (a *Array[T]) write(op string, f func() error) error {
	if a.readOnly {
		return a.mapping.failed(op, ErrReadOnly)
	}
	return a.do(op, f)
}

func (a *Array[T]) do(op string, f func() error) error {
	if !a.mapping.refs.retain() {
		return a.mapping.failed(op, ErrClosed)
	}
	defer a.mapping.refs.release()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	fault, ended, err := a.catch(f)
	switch {
	case fault != nil:
		return a.mapping.failed(op, fault)
	case !ended: // by panic(nil), which GODEBUG=panicnil=1 allows
		var none any
		panic(none)
	}
	return err
}

// catch calls f and returns the fault that ended it, or its error if it ended by itself.
func (a *Array[T]) catch(f func() error) (fault error, ended bool, err error) {
	defer func() {
		if value := recover(); value != nil {
			if fault = a.Fault(value); fault == nil {
				panic(value)
			}
		}
	}()
	err = f()
	return nil, true, err
}

// Fault returns what a panic says of the array, given the value that recover
// returned: nil if it is not the value of a fault in its memory; otherwise an error that is
// [ErrTruncated] or [ErrMemory], [ErrReadOnly] if a read-only array was written to, or
// [ErrClosed] if the array was used after it had been closed.
//
// It is for code that cannot use [Array.Do]. The value may also be an error that wraps
// the fault's, such as the one that package dispatch panics with when a worker
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
	if !errors.As(err, &fault) || !a.mapping.contains(fault.Addr()) {
		return nil
	}
	m := a.mapping
	at := fault.Addr() - uintptr(m.addr)
	if m.refs.drained() {
		return fmt.Errorf("fault at byte %d: %w", at, ErrClosed)
	}
	if err := m.truncated(); err != nil {
		return fmt.Errorf("fault at byte %d, %w", at, err)
	}
	if m.access == readOnly {
		// A read fails where the disk does; a write fails everywhere.
		if _, err := m.file.ReadAt(make([]byte, 1), int64(at)); err == nil {
			return fmt.Errorf("fault at byte %d: %w", at, ErrReadOnly)
		}
	}
	return fmt.Errorf("fault at byte %d of %d: %w", at, m.size, ErrMemory)
}

// truncated returns an error where the file has become shorter than the mapping.
func (m *mapping) truncated() error {
	if m.file == nil {
		return nil
	}
	if info, err := m.file.Stat(); err == nil && info.Size() < int64(m.size) {
		return fmt.Errorf("the file has %d bytes and had %d: %w", info.Size(), m.size, ErrTruncated)
	}
	return nil
}
