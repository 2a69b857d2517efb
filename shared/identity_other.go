//go:build !linux

package shared

import (
	"os"

	"sumlog/internal/sys"
)

// identity tells a file from all others, of the past too, as far as the system says
// when a file was made. Device and inode number do not: a file system may give the
// number of a removed file to the next one.
type identity struct{ info os.FileInfo }

// identify returns the identity of an open file.
func identify(file *os.File) (identity, error) {
	info, err := sys.Call("fstat", file.Name(), file.Stat)
	return identity{info}, err
}

// has reports whether the file of that path is the one.
func (id identity) has(path string) (bool, error) {
	info, err := sys.Call("lstat", path, func() (os.FileInfo, error) { return os.Lstat(path) })
	if err != nil {
		return false, reason(err)
	}
	return os.SameFile(info, id.info) && born(info) == born(id.info), nil
}
