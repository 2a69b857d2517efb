//go:build go1.28

package dispatch

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// futexSleep sleeps while state is from. Its P stays with it until the runtime's monitor
// takes it back: see block_linux.go.
func futexSleep(state unsafe.Pointer, from uint32) {
	_, _, _ = unix.Syscall6(unix.SYS_FUTEX, uintptr(state), futexWait, uintptr(from), 0, 0, 0)
}
