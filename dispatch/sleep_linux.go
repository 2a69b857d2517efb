package dispatch

import (
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// bed is where an idle worker sleeps: in the kernel, with its thread, and not by
// the runtime's means. To wake a goroutine that is locked to a thread the runtime
// wakes another thread first, which hands over to the right one; a virtual machine
// with two cores was seen to need half a millisecond for that, and 25 µs for this.
//
// The price: a P stays with a sleeping worker until the runtime's monitor takes
// it back, after 20 µs to 10 ms, as it does with every system call that blocks. And
// the runtime, which takes the threads for busy, does not notice when all goroutines of
// a program wait for each other.
type bed struct{}

func (bed) make() {}

// From linux/futex.h. The futex is no other process's.
const (
	futexWait = 0 | 128
	futexWake = 1 | 128
)

// sleep returns once somebody has called wake. It does not when state becomes called:
// that may be taken back, and who has got up would not be asleep then.
func (bed) sleep(state *atomic.Uint32) {
	for now := state.Load(); now == asleep || now == called; now = state.Load() {
		// An error means that state has changed, or a signal: both are seen above.
		_, _, _ = unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(state)), futexWait, uintptr(now), 0, 0, 0)
	}
}

// wake lets the one that sleeps on state look at it.
func (bed) wake(state *atomic.Uint32) {
	_, _, _ = unix.RawSyscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(state)), futexWake, 1, 0, 0, 0)
}
