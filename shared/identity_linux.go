package shared

import (
	"os"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// identity tells a file from all others, of the past too. Device and inode number
// do not: a file system may give the number of a removed file to the next one.
type identity struct {
	info   os.FileInfo
	handle string // with the generation of the inode; "" where the file system has none
	born   unix.StatxTimestamp
}

// identify returns the identity of an open file.
func identify(file *os.File) (id identity, err error) {
	id.info, err = sys.Call("fstat", file.Name(), file.Stat)
	if err != nil {
		return id, err
	}
	_ = control(file, func(fd int) error {
		id.know(fd, "", unix.AT_EMPTY_PATH)
		return nil
	})
	return id, nil
}

// has reports whether the file of that path is the one.
func (id identity) has(path string) (bool, error) {
	info, err := lstat(path)
	if err != nil || !os.SameFile(info, id.info) {
		return false, err
	}
	var now identity
	now.know(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW)
	return agree(now.handle, id.handle) && agree(now.born, id.born), nil
}

// agree reports whether two facts are the same, as far as both are known.
func agree[T comparable](a, b T) bool {
	var unknown T
	return a == b || a == unknown || b == unknown
}

// know asks for what not all file systems have.
func (id *identity) know(dir int, path string, flags int) {
	// File systems that can be exported have the first form; Linux 6.5 has the other for
	// all.
	const atHandleFID = 0x200
	handleFlags := flags &^ unix.AT_SYMLINK_NOFOLLOW // which it does not follow anyway
	for _, more := range []int{0, atHandleFID} {
		handle, err := sys.Call("name_to_handle_at", path, func() (unix.FileHandle, error) {
			h, _, err := unix.NameToHandleAt(dir, path, handleFlags|more)
			return h, err
		})
		if err == nil {
			id.handle = string(handle.Bytes())
			break
		}
	}
	var stat unix.Statx_t
	if err := sys.Do("statx", path, func() error {
		return unix.Statx(dir, path, flags, unix.STATX_BTIME, &stat)
	}); err == nil && stat.Mask&unix.STATX_BTIME != 0 {
		id.born = stat.Btime
	}
}
