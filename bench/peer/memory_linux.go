package peer

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// NewMemory maps a file of so many bytes that has no name, which another process can
// map too. Pages that nobody touches take no room.
func NewMemory(bytes int) (*Memory, error) {
	fd, err := unix.MemfdCreate("sumlog-bench", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	m := &Memory{file: os.NewFile(uintptr(fd), "sumlog-bench")}
	if err := m.file.Truncate(int64(bytes)); err != nil {
		return nil, errors.Join(err, m.file.Close())
	}
	p, err := unix.MmapPtr(fd, 0, nil, uintptr(bytes), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, errors.Join(os.NewSyscallError("mmap", err), m.file.Close())
	}
	m.all = unsafe.Slice((*float64)(p), bytes/8)
	return m, nil
}

// Close gives the memory back. Nobody may look at it any more.
func (m *Memory) Close() error {
	p := unsafe.Pointer(&m.all[0])
	return errors.Join(unix.MunmapPtr(p, uintptr(len(m.all)*8)), m.file.Close())
}
