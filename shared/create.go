package shared

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// Create returns an array of rows × cols zeros in a new file of that path, which
// any process can [Open] and NumPy can load:
//
//	a = np.load(path, mmap_mode='r+')
//
// A path under /dev/shm is memory; elsewhere the system writes the elements to disk
// in its own time, or when [Array.Sync] says so. Only the owner may open the file,
// until os.Chmod says otherwise.
//
// A name that is taken, by whatever, is an error that is fs.ErrExist, and what has
// it is left alone. The file appears under its name complete, with room for all of
// its elements: a lack of room is an error now ([ErrNoSpace]), rather than a fault
// later. To find the room the system goes through all pages, which takes some
// 0.3 s a GiB of memory and puts them, where memory has several nodes, on the
// caller's.
//
// A process that is killed in the middle leaves nothing, since the file has no name
// before it is complete. File systems that have no unnamed files, and systems other
// than Linux, are the exception: there it is called ".NAME.*.tmp" meanwhile.
//
// It panics when rows or cols is negative. Systems without Unix's memory maps return
// errors.ErrUnsupported.
func Create[T Number](path string, rows, cols int, opts ...Option) (*Array[T], error) {
	checkShape("Create", rows, cols)
	return create[T]("Create", path, newLayout(2, rows, cols, configOf(opts).order), nil)
}

// CreateVector is [Create] of n zeros, of one dimension: NumPy's shape is (n,).
//
// It panics when n is negative.
func CreateVector[T Number](path string, n int, opts ...Option) (*Array[T], error) {
	checkLength("CreateVector", n)
	return create[T]("CreateVector", path, newLayout(1, n, 1, configOf(opts).order), nil)
}

// CreateFrom is [Create] of a copy of data, as [From] copies it. The file appears
// under its name when all of data is in it.
//
// It panics when rows or cols is negative, or data has not rows × cols elements.
func CreateFrom[T Number](path string, rows, cols int, data []T, opts ...Option) (*Array[T], error) {
	checkShape("CreateFrom", rows, cols)
	checkData("CreateFrom", rows, cols, len(data))
	return create("CreateFrom", path, newLayout(2, rows, cols, configOf(opts).order), data)
}

func create[T Number](op, path string, l layout, data []T) (*Array[T], error) {
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%s): %w", op, path, err)
	}
	size, err := l.bytes(width[T]())
	if err != nil {
		return failed(err)
	}
	h := header[T](l)
	head := h.Append(nil)
	if size > math.MaxInt-h.Offset {
		return failed(ErrTooLarge)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return failed(err)
	}
	// Asked before the room is looked for, since that may take long. Giving the file
	// its name asks again.
	if _, err := os.Lstat(full); err == nil {
		return failed(os.ErrExist)
	}
	d, err := newDraft(full)
	if err != nil {
		return failed(err)
	}
	b, err := d.fill(head, size)
	if err != nil {
		d.discard()
		return failed(fmt.Errorf("%d bytes: %w", h.Offset+size, err))
	}
	b.path = full
	a := newArray[T](l, b, h.Offset)
	copy(a.data, data)
	if err := d.publish(full); err != nil {
		b.unmap()
		d.discard()
		return failed(err)
	}
	return a, nil
}
