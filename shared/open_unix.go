//go:build unix && !aix

package shared

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// openFile opens a regular file, and returns its absolute path as well. It looks at
// what it is before it opens it, since opening a device may do something, and
// afterwards, since it may be another by then.
func openFile(path string) (*os.File, string, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, "", err
	}
	info, err := os.Lstat(full)
	if err != nil {
		return nil, "", reason(err)
	}
	if err := regular(info); err != nil {
		return nil, "", err
	}
	file, err := os.OpenFile(full, os.O_RDWR|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, unix.ELOOP) {
		return nil, "", fmt.Errorf("symbolic link: %w", ErrNotRegular)
	}
	if err != nil {
		return nil, "", reason(err)
	}
	info, err = file.Stat()
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		_ = file.Close()
		return nil, "", err
	}
	return file, full, nil
}
