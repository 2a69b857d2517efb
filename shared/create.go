package shared

import (
	"errors"
	"fmt"
	"math"
	"os"
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
// A name that is taken, by a file of any kind, is an error that is fs.ErrExist, and the
// file is left alone. The new file appears under its name complete, with room for all of
// its elements: a lack of room is an error now ([ErrNoSpace]), rather than a fault
// later. In memory that includes the limits of the process's control groups and what
// the machine has left, as far as they can be read beforehand. A file of 16 MiB or more that
// exceeds what its file system has free is refused before it takes any of that. To find the room
// the system goes through all pages, which takes some 0.3 s a GiB of memory and puts them, where
// memory has several nodes, on the caller's.
//
// A process that is killed meanwhile leaves nothing, since the file has no name
// before it is complete. File systems that have no unnamed files or no hard links (FAT,
// exFAT, SMB, some FUSE ones), and systems other than Linux, are the exception: there
// it is called ".NAME.*.tmp" meanwhile, and where the file system has neither hard
// links nor a way to rename without replacing, an empty file holds the name for a moment.
//
// [WithOrder] and [Durable] are its options. It panics on others, and when rows or cols
// is negative. Systems without Unix's memory maps return
// errors.ErrUnsupported.
func Create[T Number](path string, rows, cols int, opts ...Option) (*Array[T], error) {
	const op = "Create"
	checkShape(op, rows, cols)
	c := createConfig(op, opts, true)
	return create[T](op, path, newLayout(2, rows, cols, c.order), nil, c)
}

// CreateVector is [Create] of n zeros, of one dimension: NumPy's shape is (n,).
//
// It panics when n is negative.
func CreateVector[T Number](path string, n int, opts ...Option) (*Array[T], error) {
	const op = "CreateVector"
	checkLength(op, n)
	c := createConfig(op, opts, true)
	return create[T](op, path, newLayout(1, n, 1, c.order), nil, c)
}

// CreateFrom is [Create] of a copy of data, as [From] copies it. The file appears
// under its name when all of data is in it.
//
// It panics when rows or cols is negative, or data has not rows × cols elements.
func CreateFrom[T Number](
	path string, rows, cols int, data []T, opts ...Option,
) (*Array[T], error) {
	const op = "CreateFrom"
	checkShape(op, rows, cols)
	checkData(op, rows, cols, len(data))
	c := createConfig(op, opts, true)
	return create(op, path, newLayout(2, rows, cols, c.order), data, c)
}

func create[T Number](op, path string, l layout, data []T, c config) (*Array[T], error) {
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%q): %w", op, path, noSpace(err))
	}
	full, err := absolute(path)
	if err != nil {
		return failed(err)
	}
	if _, err := l.bytes(width[T]()); err != nil {
		return failed(err)
	}
	// Asked before the room is looked for, since that may take long. Giving the file
	// its name asks again.
	if _, err := os.Lstat(full); err == nil {
		return failed(os.ErrExist)
	}
	a, err := createStaged(full, l, data, c, false)
	if errors.Is(err, errNoLink) {
		a, err = createStaged(full, l, data, c, true)
	}
	if err != nil {
		return failed(err)
	}
	return a, nil
}

// errNoLink is returned where a file without a name cannot be given one.
var errNoLink = errors.New("the file system does not link unnamed files")

// createStaged creates an array in a file of that absolute path, which has a name of
// its own before it is complete if named.
func createStaged[T Number](
	full string, l layout, data []T, c config, named bool,
) (*Array[T], error) {
	size, _ := l.bytes(width[T]())
	h := header[T](l)
	head := h.Append(nil)
	if size > math.MaxInt-h.Offset {
		return nil, ErrTooLarge
	}
	s, err := stage(full, named)
	if err != nil {
		return nil, err
	}
	m, err := s.fill(head, size)
	if err != nil {
		s.discard()
		return nil, fmt.Errorf("%d bytes: %w", h.Offset+size, noSpace(err))
	}
	m.path = full
	a := newArray[T](l, m, h.Offset)
	copy(a.data, data)
	if c.durable {
		err = s.flush()
	}
	if err == nil {
		err = s.commit(full)
	}
	if err != nil {
		m.unmap()
		s.discard()
		return nil, err
	}
	if c.durable {
		if err := syncDir(full); err != nil {
			return nil, errors.Join(fmt.Errorf("directory: %w", err), a.Remove(), a.Close())
		}
	}
	return a, nil
}
