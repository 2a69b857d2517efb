package dispatch

import (
	"fmt"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"sumlog/internal/cpu"
	"sumlog/internal/sys"
)

// parker parks an idle worker in the kernel, with its thread, at a futex. The runtime's own
// means are slower: to wake a goroutine that is locked to a thread the runtime first wakes
// another thread, which hands over to the right one. On a virtual machine with two cores a
// wake took half a millisecond by the runtime, and 25 µs by the futex.
//
// A parked worker keeps a P until the runtime's monitor retakes it, after 20 µs to 10 ms, as
// in any system call that blocks. The runtime counts its thread as running, and so does not
// detect that all goroutines of a program wait for each other.
//
// Where the system refuses the futex, workers park by the runtime's means.
type parker struct {
	thread atomic.Int32 // the thread that parks
}

// From linux/futex.h. The futex is private to this process.
const (
	futexWait = 0 | 128
	futexWake = 1 | 128
)

// futexMark is an argument of these calls that the kernel ignores. It tells them from the
// runtime's calls in strace, and in a filter.
const futexMark = 0x736c6f67

// futex makes one futex call, which may block the thread.
func futex(word *atomic.Uint32, op, value uint32) unix.Errno {
	if err := sys.Refused("futex", ""); err != nil {
		errno, _ := err.(unix.Errno)
		return errno
	}
	address := uintptr(unsafe.Pointer(word))
	call := unix.RawSyscall6
	if op == futexWait {
		call = unix.Syscall6
	}
	_, _, errno := call(unix.SYS_FUTEX, address, uintptr(op), uintptr(value), 0, 0, futexMark)
	return errno
}

// futexError is the error with which the system has refused the futex, or nil.
var futexError atomic.Pointer[error]

// futexRefused reports whether errno refuses the futex, and records the first such error.
// Errors that belong to the use of a futex do not count.
func futexRefused(op string, errno unix.Errno) bool {
	if errno == 0 || op == "wait" && (errno == unix.EAGAIN || errno == unix.EINTR) {
		return false
	}
	err := fmt.Errorf("futex %s: %w", op, errno)
	futexError.CompareAndSwap(nil, &err)
	return true
}

// parkingError returns why workers cannot park at a futex, or nil.
func parkingError() error {
	if err := futexError.Load(); err != nil {
		return *err
	}
	return nil
}

// probeFutex finds out whether the system refuses the futex, before a worker needs it.
func probeFutex() {
	var word atomic.Uint32
	if parkingError() == nil && !futexRefused("wait", futex(&word, futexWait, 1)) {
		futexRefused("wake", futex(&word, futexWake, 1))
	}
}

// park blocks while state is parked. Where the system refuses the futex it also returns, with
// state set to spinning.
func (p *parker) park(state *atomic.Uint32) {
	p.thread.Store(int32(cpu.ThreadID()))
	for state.Load() == parked {
		// An error means that state has changed, or a signal arrived: the loop sees both.
		if futexRefused("wait", futex(state, futexWait, parked)) {
			state.CompareAndSwap(parked, spinning)
		}
	}
}

// unpark makes the worker that parks on state read it again.
func (p *parker) unpark(state *atomic.Uint32) {
	if futexRefused("wake", futex(state, futexWake, 1)) {
		// A signal ends the wait too: the kernel restarts the call, which finds state changed.
		// It is the signal by which the runtime preempts.
		_ = unix.Tgkill(unix.Getpid(), int(p.thread.Load()), unix.SIGURG)
	}
}
