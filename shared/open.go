package shared

import (
	"fmt"
	"os"

	"sumlog/shared/internal/npy"
)

// Open returns the array in the file of that path, which [Create] or NumPy made:
// a .npy file of version 1, 2 or 3, in either order, of one or two dimensions. All
// who have the file open see what any of them writes, at once. The file is opened
// for reading and writing.
//
// Nothing is converted: the elements must be of type T ([ErrElement]) and in the
// byte order of this machine ([ErrByteOrder]). The file may be longer than its array
// but not shorter ([ErrTruncated]). The path must be that of a regular file, not that
// of a symbolic link, which in a directory that others write to may lead anywhere
// ([ErrNotRegular]). What is no .npy file is [ErrFormat], what has another number of
// dimensions [ErrShape]. No file is changed by being opened.
//
// A file that somebody shortens faults where it is used beyond its end; see
// [Array.Do].
//
// Systems without Unix's memory maps return errors.ErrUnsupported.
func Open[T Number](path string) (*Array[T], error) {
	return open[T]("Open", path, false)
}

// open opens the file of an array, or of a single element.
func open[T Number](op, path string, single bool) (*Array[T], error) {
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%s): %w", op, path, err)
	}
	file, full, err := openFile(path)
	if err != nil {
		return failed(err)
	}
	a, err := arrayIn[T](file, single)
	if err != nil {
		_ = file.Close()
		return failed(err)
	}
	a.block.path = full
	return a, nil
}

// OpenFile returns the array in an open file, such as [Array.File] of another
// process, inherited through exec.Cmd.ExtraFiles or received over a socket. It is
// [Open] in all else. The file is opened anew, so that f remains the caller's, to be
// closed at any time, and locks of the two do not get mixed up.
//
// It panics when f is nil. Linux needs /proc for it. On other systems f and the
// array share one opening, and an array that is not in a file cannot be handed on.
func OpenFile[T Number](f *os.File) (*Array[T], error) {
	return openGiven[T]("OpenFile", f, false)
}

func openGiven[T Number](op string, f *os.File, single bool) (*Array[T], error) {
	if f == nil {
		panic("sumlog/shared: " + op + ": nil file")
	}
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: %s(%s): %w", op, f.Name(), err)
	}
	info, err := f.Stat()
	if err != nil {
		return failed(err)
	}
	if err := regular(info); err != nil {
		return failed(err)
	}
	file, err := reopen(f)
	if err != nil {
		return failed(err)
	}
	a, err := arrayIn[T](file, single)
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
// removes a segment, whoever has it attached, when the process ends that made it;
// the memory remains for those who have it.
//
// It panics when rows or cols is negative. Where segments are not files, which is
// everywhere but on Linux, it returns errors.ErrUnsupported.
func Attach[T Number](name string, rows, cols int, opts ...Option) (*Array[T], error) {
	checkShape("Attach", rows, cols)
	failed := func(err error) (*Array[T], error) {
		return nil, fmt.Errorf("sumlog/shared: Attach(%s, %d, %d): %w", name, rows, cols, err)
	}
	l := newLayout(2, rows, cols, configOf(opts).order)
	size, err := l.bytes(width[T]())
	if err != nil {
		return failed(err)
	}
	file, full, err := openSegment(name)
	if err != nil {
		return failed(err)
	}
	info, err := file.Stat()
	if err == nil && info.Size() < size {
		err = fmt.Errorf("%d bytes, want %d × %d × %d: %w", info.Size(), rows, cols, width[T](), ErrTruncated)
	}
	var m memory
	if err == nil && size > 0 {
		m, err = mapFile(file, size)
	}
	if err != nil {
		_ = file.Close()
		return failed(err)
	}
	return newArray[T](l, &block{memory: m, file: file, path: full, info: info}, 0), nil
}

// arrayIn returns the array that the file says it has.
func arrayIn[T Number](file *os.File, single bool) (*Array[T], error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	h, err := npy.Read(file, info.Size())
	if err != nil {
		return nil, err
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
	size, _ := h.Bytes() // the file has them
	m, err := mapFile(file, h.Offset+size)
	if err != nil {
		return nil, err
	}
	l := newLayout(uint8(h.Dims), h.Shape[0], h.Shape[1], order)
	return newArray[T](l, &block{memory: m, file: file, info: info}, h.Offset), nil
}

// regular returns an error that says what the file is, if it is not a regular one.
func regular(info os.FileInfo) error {
	var kind string
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		kind = "directory"
	case mode&os.ModeSymlink != 0:
		kind = "symbolic link"
	case mode&os.ModeNamedPipe != 0:
		kind = "pipe"
	case mode&os.ModeSocket != 0:
		kind = "socket"
	default:
		kind = "device"
	}
	return fmt.Errorf("%s: %w", kind, ErrNotRegular)
}
