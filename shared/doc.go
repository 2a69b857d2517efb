// Package shared keeps tables of numbers in memory that goroutines, processes and
// NumPy see at once.
//
// An [Array] is rows × cols elements of one of the ten [Number] types, in one
// block aligned to 64 bytes. Its rows and columns are [View] values, which point
// into that block rather than copy it: what is written through [Array.Set], a
// view or the slice of [Array.Data] shows at once in all the others. A [Value] is
// a single number with atomic operations.
//
//	a, err := shared.Create[float64]("/dev/shm/table.npy", 100_000, 3)
//	if err != nil {
//		return err
//	}
//	defer a.Close()
//	for r := range a.Rows() {
//		a.Set(r, 2, a.At(r, 0)+a.At(r, 1))
//	}
//
// # Files
//
// An array with a name is a .npy file, NumPy's own format, mapped into memory.
// [Open] gives it to another process, np.load(path, mmap_mode='r+') to Python: both
// then work on the same pages. [ReadOnly] opens files that may only be read, [Private] a
// copy. A path under /dev/shm is memory and nothing else; any
// other is kept by its file system as well.
//
// On Linux arrays of [New] are files too, without a name: [Array.File] and [OpenFile]
// hand them to a child. [Attach] opens the segments of Python's
// multiprocessing.shared_memory.
//
// A file under its name is always complete: see [Create]. Its elements are changed in
// place, by every process that may write the file, and outlive the process that wrote
// them. Whether they outlive a power failure is for [Durable] and [Array.Sync].
//
// # Memory
//
// On Unix the block is a shared mapping, on Linux of a file, which costs one file
// descriptor while the array is open, and a second one from its first lock. The block
// lies outside the Go heap: the garbage collector neither scans nor frees it,
// GOMEMLIMIT does not count it, and the race detector does not watch it. Pages of
// [New] are zero, and come when first touched; those of [Create] are there from the
// beginning. On systems without such mappings the block is ordinary Go memory, and
// what needs a file is an error that is errors.ErrUnsupported.
//
// Nothing but [Array.Close] gives the memory back; an array that is merely
// forgotten keeps it until the process ends. Close leaves the addresses
// inaccessible for a while, so that a slice or view that outlived its array faults
// instead of reading what came to lie there later; [Array.Close] says for how long.
//
// A file that becomes shorter leaves an array without memory behind it. Touching
// that ends the program, except in [Array.Do] and in the operations of package
// dispatch on arrays, which return [ErrTruncated].
//
// # Concurrency
//
// Elements are plain memory. Different elements may be read and written at the
// same time; one element may not, as with a slice. [Array.Lock] and [Array.RLock] keep
// goroutines and processes apart, and are released when their owner is killed.
// Code that works on an array which another goroutine may close retains it with
// [Array.Retain] or [Array.Do] meanwhile.
//
// # Errors and panics
//
// An index out of range, a negative size, data that does not fit the shape, and
// the use of a closed array are mistakes in the program: they panic, naming the
// operation, what it was given and what it allows. What the system refuses comes
// back as an error, and so does a file that is not what it should be; all of them can
// be told by errors.Is.
package shared
