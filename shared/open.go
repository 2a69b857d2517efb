package shared

import (
	"fmt"
	"os"

	"sumlog/internal/sys"
	"sumlog/shared/internal/npy"
)

// Open returns the array in the file of that path, which [Create] or NumPy made:
// a .npy file of version 1, 2 or 3, in either order, of one or two dimensions. What any
// process that has the file open writes shows in all of them at once. The file is opened
// for reading and writing, unless [ReadOnly] or [Private] says otherwise; it panics on
// other options.
//
// Nothing is converted: the elements must be of type T ([ErrElement]) and in the
// byte order of this machine ([ErrByteOrder]). The file may be longer than its array
// but not shorter ([ErrTruncated]). The path must be a regular file's, not a
// symbolic link's, which in a directory that others write to may lead anywhere
// ([ErrNotRegular]): where that is trusted, filepath.EvalSymlinks follows it. What is no .npy
// file is [ErrFormat], what has another number of dimensions [ErrShape]. No file is changed by
// being opened.
//
// A file that becomes shorter faults where it is used beyond its end; see [Array.Do].
//
// Systems without Unix's memory maps return errors.ErrUnsupported.
func Open[T Number](path string, opts ...Option) (*Array[T], error) {
	const op = "Open"
	return open[T](op, path, false, openConfig(op, opts, true))
}

// open opens the file of an array, or of a single element.
func open[T Number](op, path string, single bool, c config) (*Array[T], error) {
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%q): %w", op, path, err)
	}
	file, full, err := openFile(path, c.access)
	if err != nil {
		return failed(err)
	}
	a, err := arrayIn[T](file, single, c.access)
	if err != nil {
		_ = file.Close()
		return failed(err)
	}
	a.mapping.path = full
	return a, nil
}

// OpenFile returns the array in an open file, such as [Array.File] of another
// process, inherited through exec.Cmd.ExtraFiles or received over a socket. It is
// [Open] in all else. The file is opened anew, so that f remains the caller's, to be
// closed at any time, and locks of the two do not get mixed up.
//
// It panics when f is nil. Linux needs /proc for it, or a file whose name is its path. On
// other systems f and the array share one opening, and an array that is not in a file
// cannot be handed on.
func OpenFile[T Number](f *os.File, opts ...Option) (*Array[T], error) {
	const op = "OpenFile"
	return openGiven[T](op, f, false, openConfig(op, opts, true))
}

func openGiven[T Number](op string, f *os.File, single bool, c config) (*Array[T], error) {
	if f == nil {
		panic("sumlog/shared: " + op + ": nil file")
	}
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%q): %w", op, f.Name(), err)
	}
	info, err := f.Stat()
	if err != nil {
		return failed(reason(err))
	}
	if err := regular(info); err != nil {
		return failed(err)
	}
	file, err := reopen(f, f.Name(), c.access)
	if err != nil {
		return failed(advise(f.Name(), c.access, err))
	}
	a, err := arrayIn[T](file, single, c.access)
	if err != nil {
		_ = file.Close()
		return failed(err)
	}
	return a, nil
}

// Attach returns an array of rows × cols elements over the segment of shared memory
// of that name, from its beginning: those of Python's multiprocessing.shared_memory
// and of C's shm_open, which say nothing of shape and type. The elements are as
// they lie there. A slash before the name makes no difference.
//
//	shm = shared_memory.SharedMemory(create=True, size=100_000 * 3 * 8)
//	a = np.ndarray((100_000, 3), np.float64, shm.buf)  # Attach[float64](shm.name, 100_000, 3)
//
// A segment may be longer than its array, but not shorter ([ErrTruncated]). Python
// removes a segment when the process that made it ends; the memory remains for processes
// that have it attached.
//
// It panics when rows or cols is negative. Where segments are not files, which is
// everywhere but on Linux, it returns errors.ErrUnsupported.
func Attach[T Number](name string, rows, cols int, opts ...Option) (*Array[T], error) {
	const op = "Attach"
	checkShape(op, rows, cols)
	c := openConfig(op, opts, false)
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%q, %d, %d): %w", op, name, rows, cols, err)
	}
	l := newLayout(2, rows, cols, c.order)
	size, err := l.bytes(width[T]())
	if err != nil {
		return failed(err)
	}
	file, full, err := openSegment(name, c.access)
	if err != nil {
		return failed(err)
	}
	m, err := segment(file, size, c.access)
	if err != nil {
		_ = file.Close()
		return failed(reason(err))
	}
	m.path = full
	return newArray[T](l, m, 0), nil
}

// segment maps the first size bytes of a file without a header.
func segment(file *os.File, size int64, a access) (*mapping, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < size {
		return nil, fmt.Errorf("%d bytes, want %d: %w", info.Size(), size, ErrTruncated)
	}
	if size == 0 { // no system maps that
		id, err := identify(file)
		return &mapping{file: file, access: a, id: id}, err
	}
	return mapOrRead(file, size, a)
}

// arrayIn returns the array that the file says it has.
func arrayIn[T Number](file *os.File, single bool, a access) (*Array[T], error) {
	info, err := sys.Call("fstat", file.Name(), file.Stat)
	if err != nil {
		return nil, reason(err)
	}
	h, err := npy.Read(reader{file}, info.Size())
	if err != nil {
		return nil, reason(err)
	}
	if want := element[T](); h.Element != want {
		return nil, fmt.Errorf("elements are %v, want %v: %w", h.Element, want, ErrElement)
	}
	if single != (h.Dims == 0) {
		want := "1 or 2"
		if single {
			want = "0"
		}
		return nil, fmt.Errorf("%d dimensions, want %s: %w", h.Dims, want, ErrShape)
	}
	order := RowMajor
	if h.ColMajor {
		order = ColMajor
	}
	l := newLayout(uint8(h.Dims), h.Shape[0], h.Shape[1], order)
	size, _ := h.Bytes() // the file has them
	if !h.Aligned() {
		if a != private {
			return nil, fmt.Errorf("%v elements begin at byte %d, want a multiple of %d; "+
				"shared.Private() opens a copy: %w",
				h.Element, h.Offset, h.Element.Size, ErrFormat)
		}
		m, err := readFile(file, h.Offset, size)
		if err != nil {
			return nil, err
		}
		return newArray[T](l, m, 0), nil
	}
	m, err := mapOrRead(file, h.Offset+size, a)
	if err != nil {
		return nil, err
	}
	return newArray[T](l, m, h.Offset), nil
}

// mapOrRead maps the first size bytes of the file. What cannot be mapped is read where
// the memory is to be private, and otherwise an error that says so.
func mapOrRead(file *os.File, size int64, a access) (*mapping, error) {
	m, err := mapFile(file, size, a)
	if err == nil || !cannotMap(err) {
		return m, err
	}
	if a == private {
		return readFile(file, 0, size)
	}
	return nil, fmt.Errorf("%w; shared.Private() opens a copy", err)
}

// reader reads a file.
type reader struct{ file *os.File }

func (r reader) ReadAt(b []byte, offset int64) (int, error) {
	return sys.Call("pread", r.file.Name(), func() (int, error) { return r.file.ReadAt(b, offset) })
}

var errSymlink = fmt.Errorf("symbolic link, open what it points to (filepath.EvalSymlinks): %w",
	ErrNotRegular)

// regular returns an error that says what the file is, if it is not a regular one.
func regular(info os.FileInfo) error {
	var kind string
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		kind = "directory"
	case mode&os.ModeSymlink != 0:
		return errSymlink
	case mode&os.ModeNamedPipe != 0:
		kind = "pipe"
	case mode&os.ModeSocket != 0:
		kind = "socket"
	default:
		kind = "device"
	}
	return fmt.Errorf("%s: %w", kind, ErrNotRegular)
}
