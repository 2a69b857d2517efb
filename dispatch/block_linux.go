//go:build !go1.28

package dispatch

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Around a system call that will block, the runtime can be told so: it then has the P
// at once, for other goroutines. After an ordinary one it takes the P back when its
// monitor comes by, which may be 10 ms later, and that after each job. The runtime keeps
// these two for others that need them so (golang.org/issue/67401); this file is for the
// versions of Go that have been seen to.

//go:linkname entersyscallblock runtime.entersyscallblock
func entersyscallblock()

//go:linkname exitsyscall runtime.exitsyscall
func exitsyscall()

// futexSleep sleeps while state is from. Nothing between the two calls may look at the
// stack's limit, so the system call is a raw one.
//
//go:nosplit
//go:norace
func futexSleep(state unsafe.Pointer, from uint32) {
	entersyscallblock()
	_, _, _ = syscall.RawSyscall6(unix.SYS_FUTEX, uintptr(state), futexWait, uintptr(from), 0, 0, 0)
	exitsyscall()
}
