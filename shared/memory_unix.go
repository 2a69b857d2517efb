//go:build unix && !linux

package shared

import (
	"os"

	"golang.org/x/sys/unix"
)

// allocate returns size > 0 zero bytes, shared with the children of fork.
func allocate(size int) (memory, error) {
	addr, err := unix.MmapPtr(-1, 0, nil, uintptr(size),
		unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANON)
	if err != nil {
		return memory{}, os.NewSyscallError("mmap", err)
	}
	return memory{addr: addr, size: uintptr(size)}, nil
}
