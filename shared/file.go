package shared

import (
	"errors"
	"os"
)

// File returns the open file whose memory the array is, to be handed to another
// process, which calls [OpenFile] on what it gets:
//
//	cmd.ExtraFiles = []*os.File{a.File()}
//
// It belongs to the array, which closes it. It is nil where the array is memory of
// this process alone: one of [New], [NewVector] or [From] on other systems than
// Linux.
func (a *Array[T]) File() *os.File { return a.block.file }

// Path returns the absolute path that the array was created with or opened by, or
// "" if it has no name.
func (a *Array[T]) Path() string { return a.block.path }

// Remove takes the array's name away, before or after it is closed. Whoever has it
// open keeps it, and the memory or disk space goes with the last of them.
//
// A name that is another file's by now is left alone: [ErrReplaced], or fs.ErrNotExist
// if there is none. An array that never had a name is [ErrNoName].
func (a *Array[T]) Remove() error {
	b := a.block
	if b.path == "" {
		return b.failed("Remove", ErrNoName)
	}
	info, err := os.Lstat(b.path)
	if err == nil && !os.SameFile(info, b.info) {
		err = ErrReplaced
	}
	if err == nil {
		err = os.Remove(b.path)
	}
	if err != nil {
		return b.failed("Remove", reason(err))
	}
	return nil
}

// Sync waits until what has been written to the array is on its file's disk, as
// flush of numpy.memmap does. Other processes see it without that, and so they do
// after this one is killed: it matters when the machine fails.
func (a *Array[T]) Sync() error {
	if err := a.Retain(); err != nil {
		return a.block.failed("Sync", ErrClosed)
	}
	defer a.Release()
	if err := a.block.sync(); err != nil {
		return a.block.failed("Sync", err)
	}
	return nil
}

// reason leaves out the path, which the caller names.
func reason(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
