//go:build unix && !linux

package shared

import (
	"errors"
	"fmt"
	"math"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// What Linux offers beyond other Unix systems.

func addressLimit() uint64 { return math.MaxUint64 } // not all have one

func openUnnamed(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func linkUnnamed(*os.File, string) error { return errors.ErrUnsupported }

func renameNew(string, string) error { return errors.ErrUnsupported }

func openSegment(string, access) (*os.File, string, error) { return nil, "", errors.ErrUnsupported }

// reserve makes the file size bytes long and finds room for all of them.
func reserve(file *os.File, size int64) error { return writeZeros(file, size) }

// reopen duplicates the descriptor: there is no way to open a file anew by it.
func reopen(file *os.File, _ string, _ access) (*os.File, error) {
	syscall.ForkLock.RLock() // no child inherits it before it is closed on exec
	defer syscall.ForkLock.RUnlock()
	var fd int
	err := control(file, func(old int) (err error) {
		fd, err = sys.Retry("dup", file.Name(), func() (int, error) { return unix.Dup(old) })
		return os.NewSyscallError("dup", err)
	})
	if err != nil {
		return nil, err
	}
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), file.Name()), nil
}

// anonymous returns size zero bytes, shared with the children of fork.
func anonymous(_ []byte, size int64) (*mapping, int64, error) {
	if size == 0 {
		return new(mapping), 0, nil // no system maps zero bytes
	}
	addr, err := mmap(-1, uintptr(size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANON)
	if err != nil {
		return nil, 0, err
	}
	return &mapping{addr: addr, size: uintptr(size)}, 0, nil
}

func tryLockFile(*os.File, bool) error {
	return fmt.Errorf("lock between processes: %w", errors.ErrUnsupported)
}

func waitLockFile(file *os.File, write bool) error { return tryLockFile(file, write) }

func unlockFile(*os.File) error { return nil }
