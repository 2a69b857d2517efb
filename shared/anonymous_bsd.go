//go:build unix && !linux && !aix

package shared

import (
	"os"

	"golang.org/x/sys/unix"
)

// anonymous returns size zero bytes, shared with the children of fork.
func anonymous(_ []byte, size int64) (*block, int64, error) {
	if size == 0 {
		return new(block), 0, nil // no system maps zero bytes
	}
	addr, err := unix.MmapPtr(-1, 0, nil, uintptr(size),
		unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANON)
	if err != nil {
		return nil, 0, os.NewSyscallError("mmap", err)
	}
	return &block{memory: memory{addr, uintptr(size)}}, 0, nil
}
