//go:build unix

package shared

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// memory is a shared mapping, or nothing.
type memory struct {
	addr unsafe.Pointer
	size uintptr
	file *os.File // what is mapped; nil if it has no descriptor
}

// free gives the pages back and leaves their addresses without access. It never
// unmaps: the system would soon put something else there, and a stale slice would
// read or, worse, write that.
func (m *memory) free() error {
	if m.size == 0 {
		return nil
	}
	const flags = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_FIXED
	if _, err := unix.MmapPtr(-1, 0, m.addr, m.size, unix.PROT_NONE, flags); err != nil {
		return os.NewSyscallError("mmap", err)
	}
	if m.file == nil {
		return nil
	}
	return m.file.Close()
}
