package shared

import (
	"fmt"
	"os"
	"path/filepath"

	"sumlog/internal/sys"
)

// File returns the open file whose memory the array is, to be handed to another
// process, which calls [OpenFile] on what it gets:
//
//	cmd.ExtraFiles = []*os.File{a.File()}
//
// It belongs to the array, which closes it. It is nil where the array is memory of
// this process alone: one of [New], [NewVector] or [From] on other systems than
// Linux.
func (a *Array[T]) File() *os.File { return a.mapping.file }

// Path returns the absolute path that the array was created with or opened by, or
// "" if it has no name.
func (a *Array[T]) Path() string { return a.mapping.path }

// Remove takes the array's name away, before or after it is closed. Processes that
// have the array open keep it; the memory or disk space is freed with the last of them.
//
// A name that is another file's by now is left alone: [ErrReplaced], or fs.ErrNotExist
// if there is none. An array that never had a name is [ErrNoName].
//
// The number of a closed file is soon another file's. So files are told apart by what
// their file system says of them besides: on Linux the generation of the inode and the
// time at which it was made, on macOS, FreeBSD and NetBSD that time alone. Where it says neither
// (some network and FUSE file systems; other systems), call Remove before Close.
func (a *Array[T]) Remove() error {
	m := a.mapping
	if m.path == "" {
		return m.failed("Remove", ErrNoName)
	}
	same, err := m.id.has(m.path)
	if err == nil && !same {
		err = ErrReplaced
	}
	if err == nil {
		err = sys.Do("unlink", m.path, func() error { return os.Remove(m.path) })
	}
	if err != nil {
		return m.failed("Remove", reason(err))
	}
	return nil
}

// Sync waits until what has been written to the array is on its file's disk, as
// flush of numpy.memmap does. Other processes see it without that, also after this
// one is killed: it matters when the machine fails. A file that has become
// shorter than its array is [ErrTruncated]; an array that is [Private] has nothing to
// write to the file and returns [ErrReadOnly].
func (a *Array[T]) Sync() error {
	const op = "Sync"
	m := a.mapping
	if !m.refs.retain() {
		return m.failed(op, ErrClosed)
	}
	defer m.refs.release()
	if m.access == private {
		return m.failed(op, fmt.Errorf("a private copy is not written to its file: %w", ErrReadOnly))
	}
	err := m.sync()
	if err == nil { // pages beyond the end of the file are synced to nowhere
		err = m.truncated()
	}
	if err != nil {
		return m.failed(op, err)
	}
	return nil
}

// reason leaves out the paths, which the caller names, and quotes.
func reason(err error) error {
	switch e := err.(type) {
	case *os.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}

// absolute returns the absolute form of a path that may name a file.
func absolute(path string) (string, error) {
	switch {
	case path == "":
		return "", fmt.Errorf("want the path of a file: %w", os.ErrInvalid)
	case os.IsPathSeparator(path[len(path)-1]):
		return "", fmt.Errorf("want the path of a file, not of a directory: %w", os.ErrInvalid)
	}
	return filepath.Abs(path)
}
