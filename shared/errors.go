package shared

import (
	"errors"
	"os"

	"sumlog/shared/internal/npy"
)

// The errors that files, memory and locks give rise to, to be told with errors.Is.
// What the system itself refuses is in the tree as well: fs.ErrExist for a name
// that is taken, fs.ErrNotExist, fs.ErrPermission, syscall.ENOSPC and so on.
// errors.ErrUnsupported is that of what this system cannot do.
var (
	// ErrClosed is that of using an array, or closing it, after Close. So is
	// os.ErrClosed.
	ErrClosed error = closedError{}

	// ErrTooLarge is that of an array that has more bytes than an int can count, or
	// than Go can allocate where arrays are ordinary Go memory.
	//
	// What the operating system refuses is its own error instead, such as
	// syscall.ENOMEM, or syscall.EMFILE when no file descriptor is left.
	ErrTooLarge = errors.New("too large for the address space")

	// ErrNoSpace is that of a file for which there is no room: on its file system
	// (syscall.ENOSPC, syscall.EDQUOT), in memory, if that is where the file is
	// (syscall.ENOMEM), or by the limit of the process (syscall.EFBIG).
	ErrNoSpace = errors.New("no room for the file")

	// ErrReadOnly is that of writing to an array that was opened by [ReadOnly], and of
	// a method that needs a file that is open for writing.
	ErrReadOnly = errors.New("array is read-only")

	// ErrNotRegular is that of a path which is a directory, a symbolic link, a pipe, a
	// device or a socket.
	ErrNotRegular = errors.New("not a regular file")

	// ErrFormat is that of a file that is no .npy file of version 1, 2 or 3, or whose
	// elements are misaligned, which [Private] opens.
	ErrFormat = npy.ErrFormat

	// ErrByteOrder is that of a file in the byte order of other processors.
	ErrByteOrder = npy.ErrByteOrder

	// ErrElement is that of a file whose elements are of another type than the array
	// it is opened as, or of none of the ten.
	ErrElement = npy.ErrElement

	// ErrShape is that of a file of more than two dimensions, or of another number
	// than what it is opened as has.
	ErrShape = npy.ErrShape

	// ErrTruncated is that of a file that is shorter than its array, or has become so.
	ErrTruncated = npy.ErrShort

	// ErrMemory is that of memory which the system cannot provide though the file is
	// as long as it was: a hole in a file on a full disk, a disk that fails.
	ErrMemory = errors.New("memory cannot be provided")

	// ErrNoName is that of removing an array which has no name.
	ErrNoName = errors.New("array has no name")

	// ErrReplaced is that of removing an array whose name is another file's by now.
	ErrReplaced = errors.New("another file has the name")

	// ErrRows is that of closing a range of rows.
	ErrRows = errors.New("rows of another array, which is the one to close")
)

type closedError struct{}

func (closedError) Error() string { return "array already closed" }
func (closedError) Unwrap() error { return os.ErrClosed }
