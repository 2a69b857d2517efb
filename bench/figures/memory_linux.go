package main

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// newMemory maps a file that has no name, which another process can map too. Pages
// that nobody touches take no room.
func newMemory() (*memory, error) {
	fd, err := unix.MemfdCreate("figures", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	m := &memory{file: os.NewFile(uintptr(fd), "figures")}
	if err := m.file.Truncate(capacity); err != nil {
		return nil, err
	}
	p, err := unix.MmapPtr(fd, 0, nil, capacity, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	m.all = unsafe.Slice((*float64)(p), capacity/8)
	return m, nil
}
