//go:build unix && !aix

package shared

import (
	"errors"
	"math"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// memory is a shared mapping.
type memory struct {
	addr unsafe.Pointer
	size uintptr
}

// mapFile maps the first size > 0 bytes of the file.
func mapFile(file *os.File, size int64) (m memory, err error) {
	if uint64(size) > math.MaxInt {
		return memory{}, ErrTooLarge
	}
	control(file, func(fd int) {
		m.addr, err = unix.MmapPtr(fd, 0, nil, uintptr(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	})
	if err != nil {
		return memory{}, os.NewSyscallError("mmap", err)
	}
	return memory{m.addr, uintptr(size)}, nil
}

// free gives the pages back and leaves their addresses without access. It never
// unmaps: the system would soon put something else there, and a stale slice would
// read or, worse, write that.
func (m *memory) free() error {
	if m.size == 0 {
		return nil
	}
	const flags = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_FIXED
	_, err := unix.MmapPtr(-1, 0, m.addr, m.size, unix.PROT_NONE, flags)
	return os.NewSyscallError("mmap", err)
}

// unmap gives pages and addresses back, which nobody has had a slice of.
func (m *memory) unmap() { _ = unix.MunmapPtr(m.addr, m.size) }

// contains reports whether addr is of the mapping, open or closed.
func (m *memory) contains(addr uintptr) bool { return addr-uintptr(m.addr) < m.size }

// sync writes changed pages to the file's device.
func (m *memory) sync() error {
	return os.NewSyscallError("msync", retry(func() error {
		return unix.Msync(unsafe.Slice((*byte)(m.addr), m.size), unix.MS_SYNC)
	}))
}

// control calls f with the file's descriptor, which stays open meanwhile.
func control(file *os.File, f func(fd int)) {
	if c, err := file.SyscallConn(); err == nil {
		err = c.Control(func(fd uintptr) { f(int(fd)) })
		if err == nil {
			return
		}
	}
	f(-1) // closed: the system says so
}

// retry calls f until no signal has interrupted it.
func retry(f func() error) error {
	for {
		if err := f(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
