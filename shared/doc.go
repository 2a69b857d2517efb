// Package shared keeps two-dimensional tables of numbers in memory that several
// views and goroutines see at once. On Linux that memory is a file without a name,
// so that it can be handed to other processes; the functions for that are not there
// yet.
//
// An [Array] is rows × cols elements of one of the ten [Number] types, in one
// block aligned to 64 bytes. Its rows and columns are [View] values, which point
// into that block rather than copy it: what is written through [Array.Set], a
// view or the slice of [Array.Data] shows at once in all the others.
//
//	a, err := shared.New[float64](100_000, 3)
//	if err != nil {
//		return err
//	}
//	defer a.Close()
//	for r := range a.Rows() {
//		a.Set(r, 2, a.At(r, 0)+a.At(r, 1))
//	}
//
// # Memory
//
// On Unix the block is a shared mapping, on Linux that of an unnamed file
// (memfd_create), which costs one file descriptor while the array is open. It
// lies outside the Go heap: the garbage collector neither scans nor frees it,
// GOMEMLIMIT does not count it, and the race detector does not watch it. Its
// pages are zero, and come when first touched. On systems without such mappings
// the block is ordinary Go memory.
//
// Nothing but [Array.Close] gives the memory back; an array that is merely
// forgotten keeps it until the process ends. Close leaves the addresses reserved
// and inaccessible, so that a slice or view that outlived its array faults
// instead of reading what came to lie there later. A process can therefore open
// arrays of at most its address space over its life: 128 TiB on most 64-bit
// machines, 2 or 3 GiB on 32-bit ones.
//
// # Concurrency
//
// Elements are plain memory. Different elements may be read and written at the
// same time; one element may not, as with a slice. Code that works on an array
// which somebody else may close holds it with [Array.Retain] meanwhile.
//
// # Errors and panics
//
// An index out of range, a negative size, data that does not fit the shape, and
// the use of a closed array are mistakes in the program: they panic, naming the
// operation, what it was given and what it allows. What the system refuses comes
// back as an error.
package shared
