//go:build unix && !linux && !aix

package shared

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func openUnnamed(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func linkUnnamed(*os.File, string) error { return errors.ErrUnsupported }

// reserve makes the file size bytes long and finds room for all of them.
func reserve(file *os.File, size int64) error { return writeZeros(file, size) }

// reopen duplicates the descriptor: there is no way to open a file anew by it.
func reopen(file *os.File) (*os.File, error) {
	var fd int
	var err error
	control(file, func(old int) { fd, err = unix.FcntlInt(uintptr(old), unix.F_DUPFD_CLOEXEC, 0) })
	if err != nil {
		return nil, &os.PathError{Op: "reopen", Path: file.Name(), Err: err}
	}
	return os.NewFile(uintptr(fd), file.Name()), nil
}
