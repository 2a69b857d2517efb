//go:build unix && !aix

package shared

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// draft is a file that is to appear under a name once it is complete.
type draft struct {
	file *os.File
	temp string // what it is called meanwhile; "" where it needs no name
}

// newDraft returns an empty draft of the file path, beside where it is to appear.
func newDraft(path string) (*draft, error) {
	file, err := openUnnamed(path)
	if err == nil {
		return &draft{file: file}, nil
	}
	if !errors.Is(err, errors.ErrUnsupported) {
		return nil, err
	}
	return newNamedDraft(path)
}

// newNamedDraft is newDraft where there are no unnamed files.
func newNamedDraft(path string) (*draft, error) {
	dir, name := filepath.Split(path)
	temp := filepath.Join(dir, fmt.Sprintf(".%.100s.%s.tmp", name, rand.Text()))
	file, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return &draft{file, temp}, nil
}

// fill writes the head, finds room for size bytes of zeros behind it, and maps all
// that.
func (d *draft) fill(head []byte, size int64) (*block, error) {
	size += int64(len(head))
	if err := fits(size); err != nil {
		return nil, noSpace(err)
	}
	if err := reserve(d.file, size); err != nil {
		return nil, noSpace(err)
	}
	if _, err := d.file.WriteAt(head, 0); err != nil {
		return nil, noSpace(err)
	}
	info, err := d.file.Stat()
	if err != nil {
		return nil, err
	}
	m, err := mapFile(d.file, size)
	if err != nil {
		return nil, err
	}
	return &block{memory: m, file: d.file, info: info}, nil
}

// fits checks the limit of the process for the size of files. The system does as
// well, but with a signal, which ends programs that do not expect it.
func fits(size int64) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err == nil && uint64(size) > uint64(limit.Cur) {
		return fmt.Errorf("limit of the process: %w", unix.EFBIG)
	}
	return nil
}

// writeZeros finds room for size bytes where the system cannot be asked for it.
func writeZeros(file *os.File, size int64) error {
	zeros := make([]byte, min(size, 1<<20))
	for at := int64(0); at < size; {
		n, err := file.WriteAt(zeros[:min(int64(len(zeros)), size-at)], at)
		if err != nil {
			return err
		}
		at += int64(n)
	}
	return nil
}

// noSpace marks the errors that say that there is no room.
func noSpace(err error) error {
	for _, errno := range []error{unix.ENOSPC, unix.EDQUOT, unix.EFBIG} {
		if errors.Is(err, errno) {
			return fmt.Errorf("%w: %w", ErrNoSpace, err)
		}
	}
	return err
}

// publish gives the file its name, which nothing may have. The name of the draft
// goes with it.
func (d *draft) publish(path string) error {
	if d.temp == "" {
		return linkUnnamed(d.file, path)
	}
	if err := os.Link(d.temp, path); err != nil {
		return err
	}
	_ = os.Remove(d.temp) // whoever keeps that, the array is where it belongs
	return nil
}

// discard takes the draft away.
func (d *draft) discard() {
	if d.temp != "" {
		_ = os.Remove(d.temp)
	}
	_ = d.file.Close()
}
