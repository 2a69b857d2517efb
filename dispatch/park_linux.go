package dispatch

import (
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
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
//
// Where the system refuses the futex, workers sleep by the runtime's means.
type parker struct {
	thread atomic.Int32 // the one that sleeps
}

func (*parker) init() {}

// From linux/futex.h. The futex is no other process's.
const (
	futexWait = 0 | 128
	futexWake = 1 | 128
)

// futexMark is the argument of these calls that the kernel ignores. It tells them from the
// runtime's own in strace, and in a filter.
const futexMark = 0x736c6f67

// futex makes one such call, which may stop the thread.
func futex(word *atomic.Uint32, op, value uint32) unix.Errno {
	if err := sys.Refused("futex", ""); err != nil {
		errno, _ := err.(unix.Errno)
		return errno
	}
	address := uintptr(unsafe.Pointer(word))
	if op == futexWait {
		_, _, errno := unix.Syscall6(unix.SYS_FUTEX, address, uintptr(op), uintptr(value), 0, 0, futexMark)
		return errno
	}
	_, _, errno := unix.RawSyscall6(unix.SYS_FUTEX, address, uintptr(op), uintptr(value), 0, 0, futexMark)
	return errno
}

// futexError is why the futex is not used, once the system has refused it.
var futexError atomic.Pointer[error]

// futexRefused notes an error that is not one of those that belong to its use.
func futexRefused(op string, errno unix.Errno) bool {
	if errno == 0 || op == "wait" && (errno == unix.EAGAIN || errno == unix.EINTR) {
		return false
	}
	err := fmt.Errorf("futex %s: %w", op, errno)
	futexError.CompareAndSwap(nil, &err)
	return true
}

// parkingError returns why workers cannot sleep at a futex, or nil.
func parkingError() error {
	if err := futexError.Load(); err != nil {
		return *err
	}
	return nil
}

// tryParking finds out whether the system refuses the futex, before any worker needs it.
func probeFutex() {
	var word atomic.Uint32
	if parkingError() == nil && !futexRefused("wait", futex(&word, futexWait, 1)) {
		futexRefused("wake", futex(&word, futexWake, 1))
	}
}

// sleep returns once somebody has called wake. It does not when state becomes called:
// that may be taken back, and who has got up would not be asleep then.
//
// It also returns, with state set to idle, where the system refuses the futex.
func (p *parker) park(state *atomic.Uint32) {
	p.thread.Store(threadID())
	for seen := state.Load(); seen == parked || seen == notified; seen = state.Load() {
		// An error means that state has changed, or a signal: both are seen above.
		if !futexRefused("wait", futex(state, futexWait, seen)) {
			continue
		}
		if state.CompareAndSwap(parked, idle) {
			return
		}
		time.Sleep(spinTime) // the owner of the job is about to wake it, or to take that back
	}
}

// wake lets the one that sleeps on state look at it.
func (p *parker) unpark(state *atomic.Uint32) {
	if futexRefused("wake", futex(state, futexWake, 1)) {
		// A signal ends the sleep too: the kernel starts the call again, which finds state
		// changed. This is the signal by which the runtime preempts.
		_ = unix.Tgkill(unix.Getpid(), int(p.thread.Load()), unix.SIGURG)
	}
}
