package shared

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// allocate returns size > 0 zero bytes: a mapping of an unnamed file rather than
// an anonymous one, so that the file can be handed to other processes.
func allocate(size int) (memory, error) {
	if err := affordable(uintptr(size)); err != nil {
		return memory{}, err
	}
	file, err := unnamed(int64(size))
	if err != nil {
		return memory{}, err
	}
	addr, err := unix.MmapPtr(int(file.Fd()), 0, nil, uintptr(size),
		unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		_ = file.Close()
		return memory{}, os.NewSyscallError("mmap", err)
	}
	return memory{addr, uintptr(size), file}, nil
}

// affordable asks the kernel whether it would grant size bytes. A file of any size
// can be made and mapped, and then the first touch kills the process; anonymous
// memory beyond what the machine has is refused.
func affordable(size uintptr) error {
	const flags = unix.MAP_PRIVATE | unix.MAP_ANON
	addr, err := unix.MmapPtr(-1, 0, nil, size, unix.PROT_READ|unix.PROT_WRITE, flags)
	if err == nil {
		err = unix.MunmapPtr(addr, size)
	}
	return os.NewSyscallError("mmap", err)
}

// unnamed returns a file in memory whose size can never change: a process that is
// handed it could otherwise shorten it, and kill all who then touch what is gone.
func unnamed(size int64) (*os.File, error) {
	const name = "sumlog"
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	// Linux 6.3 may be set up to insist on a file that cannot be executed; before,
	// it did not know how to ask for one.
	fd, err := unix.MemfdCreate(name, flags|unix.MFD_NOEXEC_SEAL)
	if errors.Is(err, unix.EINVAL) {
		fd, err = unix.MemfdCreate(name, flags)
	}
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	file := os.NewFile(uintptr(fd), "memfd:"+name)
	if err := file.Truncate(size); err != nil {
		_ = file.Close()
		return nil, err
	}
	const seals = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals); err != nil {
		_ = file.Close()
		return nil, os.NewSyscallError("fcntl", err)
	}
	return file, nil
}
