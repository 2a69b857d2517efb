// Package sys makes system calls in one way, so that a test can make any of them fail, and so
// that a call which signals keep interrupting ends.
package sys

import (
	"errors"
	"sync/atomic"
	"syscall"
)

// maxInterrupts bounds how often Retry repeats a call. A profiler interrupts one call a few
// times at most; a call that takes longer than the time between two signals would be repeated
// for ever.
const maxInterrupts = 100

// ErrIgnored makes a call succeed without being made, as emulators do, when the function given to
// FailWith returns it.
var ErrIgnored = errors.New("ignored")

var fail atomic.Pointer[func(name, path string) error]

// FailWith has f decide on every call before it is made, by the name of the system call and
// its path, if any. An error of f is the call's error, and the call is not made. f may be
// called from several goroutines at once. A nil f allows all calls again. It is for tests.
func FailWith(f func(name, path string) error) {
	if f == nil {
		fail.Store(nil)
		return
	}
	fail.Store(&f)
}

// Refused returns the error that FailWith's function gives a call, or nil.
func Refused(name, path string) error {
	if decide := fail.Load(); decide != nil {
		return (*decide)(name, path)
	}
	return nil
}

// Call returns the results of f, which makes the system call of that name.
func Call[R any](name, path string, f func() (R, error)) (R, error) {
	var zero R
	switch err := Refused(name, path); err {
	case nil:
		return f()
	case ErrIgnored:
		return zero, nil
	default:
		return zero, err
	}
}

// Retry is Call, repeated while a signal interrupts the system call, up to maxInterrupts
// times.
func Retry[R any](name, path string, f func() (R, error)) (R, error) {
	for i := 0; ; i++ {
		r, err := Call(name, path, f)
		if i == maxInterrupts || !errors.Is(err, syscall.EINTR) {
			return r, err
		}
	}
}

// Do is Retry for a call without a result.
func Do(name, path string, f func() error) error {
	_, err := Retry(name, path, func() (struct{}, error) { return struct{}{}, f() })
	return err
}
