//go:build unix

package shared

import (
	"errors"
	"fmt"
	"math"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// openFile opens a regular file, and returns its absolute path as well. It looks at
// what it is before it opens it, since opening a device may do something, and
// afterwards, since it may be another by then.
func openFile(path string, a access) (*os.File, string, error) {
	full, err := absolute(path)
	if err != nil {
		return nil, "", err
	}
	info, err := lstat(full)
	if err != nil {
		return nil, "", err
	}
	if err := regular(info); err != nil {
		return nil, "", err
	}
	file, err := openPath(full, flagsOf(a)|unix.O_NOFOLLOW|unix.O_NONBLOCK)
	if errors.Is(err, unix.ELOOP) {
		return nil, "", errSymlink
	}
	if err != nil {
		return nil, "", advise(full, a, err)
	}
	if info, err = file.Stat(); err == nil {
		err = regular(info)
	}
	if err != nil {
		_ = file.Close()
		return nil, "", reason(err)
	}
	return file, full, nil
}

// advise names the option that would open a file which can only be read.
func advise(full string, a access, err error) error {
	if a != readWrite || !errors.Is(err, os.ErrPermission) && !errors.Is(err, unix.EROFS) {
		return err
	}
	file, denied := openPath(full, flagsOf(readOnly)|unix.O_NOFOLLOW|unix.O_NONBLOCK)
	if denied != nil {
		return err
	}
	_ = file.Close()
	return fmt.Errorf("%w; shared.ReadOnly() opens it for reading, shared.Private() a copy", err)
}

func flagsOf(a access) int {
	if a == readWrite {
		return os.O_RDWR
	}
	return os.O_RDONLY
}

// openPath opens a file; the error does not repeat the path.
func openPath(path string, flags int) (*os.File, error) {
	file, err := sys.Call("open", path, func() (*os.File, error) {
		return os.OpenFile(path, flags, 0o600)
	})
	return file, reason(err)
}

func lstat(path string) (os.FileInfo, error) {
	info, err := sys.Call("lstat", path, func() (os.FileInfo, error) { return os.Lstat(path) })
	return info, reason(err)
}

// mapFile maps the first size > 0 bytes of the file.
func mapFile(file *os.File, size int64, a access) (*mapping, error) {
	if uint64(size) > math.MaxInt {
		return nil, ErrTooLarge
	}
	prot, flags := unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED
	switch a {
	case readOnly:
		prot = unix.PROT_READ
	case private:
		flags = unix.MAP_PRIVATE
	}
	m := &mapping{file: file, size: uintptr(size), access: a}
	err := control(file, func(fd int) (err error) {
		m.addr, err = mmap(fd, m.size, prot, flags)
		return err
	})
	if err == nil {
		m.id, err = identify(file)
		if err != nil {
			m.unmap()
		}
	}
	if err != nil {
		return nil, reason(err)
	}
	return m, nil
}

// cannotMap reports whether an error says that the file system refuses such a mapping.
func cannotMap(err error) bool {
	for _, errno := range []error{unix.ENODEV, unix.EINVAL, unix.EACCES, unix.EPERM, unix.EOPNOTSUPP} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// readFile returns the size bytes that begin at byte offset of the file, in memory of
// this process.
func readFile(file *os.File, offset, size int64) (*mapping, error) {
	if uint64(size) > math.MaxInt {
		return nil, ErrTooLarge
	}
	id, err := identify(file)
	if err != nil {
		return nil, reason(err)
	}
	m := &mapping{file: file, size: uintptr(size), access: private, id: id}
	if size == 0 {
		return m, nil
	}
	m.addr, err = mmap(-1, m.size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return nil, err
	}
	memory := unsafe.Slice((*byte)(m.addr), size)
	n, err := sys.Call("pread", file.Name(), func() (int, error) {
		return file.ReadAt(memory, offset)
	})
	if n < len(memory) {
		m.unmap()
		return nil, fmt.Errorf("%d bytes read, want %d: %w",
			n, size, errors.Join(ErrTruncated, reason(err)))
	}
	return m, nil
}

// sync writes changed pages to the file's device.
func (m *mapping) sync() error {
	if m.size == 0 {
		return nil
	}
	return os.NewSyscallError("msync", sys.Do("msync", m.path, func() error {
		return unix.Msync(unsafe.Slice((*byte)(m.addr), m.size), unix.MS_SYNC)
	}))
}

// control calls f with the file's descriptor, which stays open meanwhile.
func control(file *os.File, f func(fd int) error) error {
	c, err := file.SyscallConn()
	if err != nil {
		return reason(err)
	}
	var result error
	if err := c.Control(func(fd uintptr) { result = f(int(fd)) }); err != nil {
		return reason(err)
	}
	return result
}

// writeAt writes the head of a file.
func writeAt(file *os.File, head []byte) error {
	return reason(sys.Do("pwrite", file.Name(), func() error {
		_, err := file.WriteAt(head, 0)
		return err
	}))
}
