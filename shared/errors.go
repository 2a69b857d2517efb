package shared

import (
	"errors"
	"os"

	"sumlog/shared/internal/npy"
)

// Errors of files, memory and locks; match them with errors.Is. Errors of the system
// are wrapped as well: fs.ErrExist for a name that is taken, fs.ErrNotExist,
// fs.ErrPermission, syscall.ENOSPC and so on. errors.ErrUnsupported is returned for what
// this system cannot do.
var (
	// ErrClosed is returned by methods of a closed array, a second Close among them. It
	// wraps os.ErrClosed.
	ErrClosed error = closedError{}

	// ErrTooLarge is returned for an array of more bytes than an int can count, or than
	// Go can allocate where arrays are ordinary Go memory. A size that the operating
	// system refuses is its own error, such as syscall.ENOMEM.
	ErrTooLarge = errors.New("too large for the address space")

	// ErrNoSpace is returned where a file does not fit: its file system is full
	// (syscall.ENOSPC, syscall.EDQUOT), the memory that holds it is
	// (syscall.ENOMEM), or the process may not write files of its size (syscall.EFBIG).
	ErrNoSpace = errors.New("no room for the file")

	// ErrReadOnly is returned for writing to an array that was opened by [ReadOnly], and
	// by methods that need a file that is open for writing.
	ErrReadOnly = errors.New("array is read-only")

	// ErrNotRegular is returned for the path of a directory, a symbolic link, a pipe, a
	// device or a socket.
	ErrNotRegular = errors.New("not a regular file")

	// ErrFormat is returned for a file that is not a .npy file of version 1, 2 or 3, or
	// whose elements are misaligned. [Private] opens the latter.
	ErrFormat = npy.ErrFormat

	// ErrByteOrder is returned for a file in the byte order of other processors.
	ErrByteOrder = npy.ErrByteOrder

	// ErrElement is returned for a file whose elements have another type than the array
	// it is opened as.
	ErrElement = npy.ErrElement

	// ErrShape is returned for a file of more than two dimensions, or of other dimensions
	// than it is opened with.
	ErrShape = npy.ErrShape

	// ErrTruncated is returned for a file that is shorter than its array, or has become so.
	ErrTruncated = npy.ErrShort

	// ErrMemory is returned where the system cannot provide a page of a file that is long
	// enough: a hole in a file on a full disk, or a failing disk.
	ErrMemory = errors.New("memory cannot be provided")

	// ErrNoName is returned for removing an array that has no name.
	ErrNoName = errors.New("array has no name")

	// ErrReplaced is returned for removing an array whose name belongs to another file.
	ErrReplaced = errors.New("another file has the name")

	// ErrRows is returned for closing a range of rows.
	ErrRows = errors.New("rows of another array, which is the one to close")
)

type closedError struct{}

func (closedError) Error() string { return "array already closed" }
func (closedError) Unwrap() error { return os.ErrClosed }
