package shared

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// openUnnamed returns a file without a name on the file system where path is to be.
// It goes when it is closed, or its process ends.
func openUnnamed(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	var fd int
	err := retry(func() (err error) {
		fd, err = unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
		return err
	})
	switch {
	case errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.EISDIR): // the file system, or a kernel of before 3.11
		return nil, fmt.Errorf("%w: %w", errors.ErrUnsupported, err)
	case err != nil:
		return nil, &os.PathError{Op: "open", Path: dir, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

// linkUnnamed names the file. Other ways to do so need a privilege.
func linkUnnamed(file *os.File, path string) error {
	var err error
	control(file, func(fd int) {
		err = retry(func() error {
			return unix.Linkat(unix.AT_FDCWD, descriptor(fd), unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
		})
	})
	return os.NewSyscallError("linkat", err)
}

// descriptor returns a path of what the descriptor refers to.
func descriptor(fd int) string { return fmt.Sprintf("/proc/self/fd/%d", fd) }

// reserve makes the file size bytes long and finds room for all of them.
func reserve(file *os.File, size int64) error {
	var err error
	control(file, func(fd int) {
		err = retry(func() error { return unix.Fallocate(fd, 0, 0, size) })
	})
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) {
		return writeZeros(file, size)
	}
	return os.NewSyscallError("fallocate", err)
}

// reopen opens the file anew: locks and the like belong to an opening, which
// descriptors that were inherited or duplicated have in common.
func reopen(file *os.File) (*os.File, error) {
	var fd int
	var err error
	control(file, func(old int) {
		err = retry(func() (err error) {
			fd, err = unix.Open(descriptor(old), unix.O_RDWR|unix.O_CLOEXEC, 0)
			return err
		})
	})
	if err != nil {
		return nil, &os.PathError{Op: "reopen", Path: file.Name(), Err: err}
	}
	return os.NewFile(uintptr(fd), file.Name()), nil
}
