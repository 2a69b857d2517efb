package shared

import (
	"errors"
	"math"
	"os"

	"golang.org/x/sys/unix"
)

// anonymous returns size zero bytes behind head: a mapping of an unnamed file
// rather than an anonymous one, so that the file can be handed to other processes,
// whom the head tells what it is.
func anonymous(head []byte, size int64) (*block, int64, error) {
	if size > math.MaxInt-int64(len(head)) {
		return nil, 0, ErrTooLarge
	}
	size += int64(len(head))
	if err := affordable(uintptr(size)); err != nil {
		return nil, 0, err
	}
	file, err := unnamed(size)
	if err != nil {
		return nil, 0, err
	}
	m, err := mapFile(file, size)
	if err == nil {
		_, err = file.WriteAt(head, 0)
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return &block{memory: m, file: file}, int64(len(head)), nil
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
