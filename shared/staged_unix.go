//go:build unix

package shared

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// stagedFile is a file that is to appear under a name once it is complete.
type stagedFile struct {
	file *os.File
	temp string // its name meanwhile; "" where it needs none
}

// stage returns an empty file that is to be named path: one without a name, unless
// named asks for the other kind, or the file system has no such files.
func stage(path string, named bool) (*stagedFile, error) {
	if !named {
		if file, err := openUnnamed(path); err == nil {
			return &stagedFile{file: file}, nil
		}
	}
	dir, name := filepath.Split(path)
	temp := filepath.Join(dir, "."+truncateName(name)+"."+rand.Text()+".tmp")
	fd, err := sys.Retry("open", temp, func() (int, error) {
		return unix.Open(temp, unix.O_RDWR|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0o600)
	})
	if err != nil {
		return nil, fmt.Errorf("directory %q: %w", filepath.Clean(dir), err)
	}
	return &stagedFile{os.NewFile(uintptr(fd), path), temp}, nil // the name that it will have
}

// truncateName returns the beginning of a name, so that with what is added to it it is not
// longer than names may be.
func truncateName(name string) string {
	const most = 100 // bytes
	if len(name) <= most {
		return name
	}
	end := most
	for end > 0 && !utf8.RuneStart(name[end]) { // some file systems want whole characters
		end--
	}
	return name[:end]
}

// fill writes the head, finds room for size bytes of zeros behind it, and maps all
// that.
func (s *stagedFile) fill(head []byte, size int64) (*mapping, error) {
	size += int64(len(head))
	if err := fits(size); err != nil {
		return nil, err
	}
	if err := reserve(s.file, size); err != nil {
		return nil, err
	}
	if err := writeAt(s.file, head); err != nil {
		return nil, err
	}
	return mapFile(s.file, size, readWrite)
}

// flush waits until the file, as it is, is on its disk.
func (s *stagedFile) flush() error {
	return reason(sys.Do("fsync", s.file.Name(), s.file.Sync))
}

// syncDir waits until the names in the directory of path are on its disk.
func syncDir(path string) error {
	dir, err := openPath(filepath.Dir(path), os.O_RDONLY)
	if err != nil {
		return err
	}
	defer dir.Close()
	return reason(sys.Do("fsync", dir.Name(), dir.Sync))
}

// fits checks the limit of the process for the size of files. The system does as
// well, but with a signal, which ends programs that do not expect it.
func fits(size int64) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &limit); err == nil &&
		uint64(size) > uint64(limit.Cur) {
		return fmt.Errorf("limit of the process: %w", unix.EFBIG)
	}
	return nil
}

// writeZeros finds room for size bytes where the system cannot be asked for it.
func writeZeros(file *os.File, size int64) error {
	zeros := make([]byte, min(size, 1<<20))
	for at := int64(0); at < size; {
		n, err := sys.Call("pwrite", file.Name(), func() (int, error) {
			return file.WriteAt(zeros[:min(int64(len(zeros)), size-at)], at)
		})
		if err != nil {
			return reason(err)
		}
		at += int64(n)
	}
	return nil
}

// noSpace marks the errors that say that there is no room.
func noSpace(err error) error {
	if errors.Is(err, ErrNoSpace) {
		return err
	}
	for _, errno := range []error{unix.ENOSPC, unix.EDQUOT, unix.EFBIG} {
		if errors.Is(err, errno) {
			return fmt.Errorf("%w: %w", ErrNoSpace, err)
		}
	}
	return err
}

// commit gives the file its name, which nothing may have. Where the file system cannot
// rename without replacing it gets a second name and loses the first, and where the
// file system has no hard links either, an empty file holds the name until the staged
// one replaces it.
func (s *stagedFile) commit(path string) error {
	if s.temp == "" {
		err := linkUnnamed(s.file, path)
		if err != nil && !errors.Is(err, os.ErrExist) {
			err = fmt.Errorf("%w: %w", errNoLink, err)
		}
		return err
	}
	err := renameNew(s.temp, path)
	if err == nil || errors.Is(err, os.ErrExist) {
		return err
	}
	err = reason(sys.Do("link", path, func() error { return os.Link(s.temp, path) }))
	if err == nil {
		remove := func() error {
			return sys.Do("unlink", s.temp, func() error { return os.Remove(s.temp) })
		}
		if remove() != nil {
			_ = remove() // or else the array has two names
		}
		return nil
	}
	if errors.Is(err, os.ErrExist) {
		return err
	}
	holder, err := openPath(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	_ = holder.Close()
	err = reason(sys.Do("rename", path, func() error { return os.Rename(s.temp, path) }))
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

// discard takes the file away.
func (s *stagedFile) discard() {
	if s.temp != "" {
		_ = os.Remove(s.temp)
	}
	_ = s.file.Close()
}
