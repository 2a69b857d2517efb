package shared

import "fmt"

// Option is a choice made when an array is created or opened: [WithOrder],
// [Durable], [ReadOnly], [Private]. A function that an option does not apply to
// panics, naming both.
type Option func(*config)

type config struct {
	order    Order
	hasOrder bool
	durable  bool
	access   access
}

// access is how the memory of an array relates to its file.
type access uint8

const (
	readWrite access = iota
	readOnly
	private
)

func (a access) String() string { return [...]string{"ReadWrite", "ReadOnly", "Private"}[a] }

// Durable makes [Create] and its like wait until the file is on its disk, elements,
// header and name, before they return: after a power failure the name then shows the
// whole array. Without it a power failure may leave no name, or one whose elements are
// zeros. Elements that are written later need [Array.Sync] in either case.
func Durable() Option { return func(c *config) { c.durable = true } }

// ReadOnly opens an array for reading: a file of mode 0444, one on a read-only file
// system, another user's. [Array.Set], [View.Set] and the methods of [Value] that
// write panic, Fill and CopyFrom return [ErrReadOnly], as Lock does. Writing
// through the slices of [Array.Data] and [View.Slice] is a fault: inside
// [Array.Do] an error that is ErrReadOnly, elsewhere the end of the program. What
// other processes write shows at once.
func ReadOnly() Option { return func(c *config) { c.access = readOnly } }

// Private opens an array whose memory is this process's own copy of the file, made
// page by page when first written, as mmap_mode='c' of NumPy does. The file never
// changes, and need not be writable. What other processes write may or may not show
// in pages that are not copied yet.
//
// It also opens what cannot be mapped: files of which the file system refuses shared
// or any maps, and files whose elements are misaligned, as NumPy 1.9 to 1.13 wrote
// with headers of version 2. These are read into memory, whole.
func Private() Option { return func(c *config) { c.access = private } }

// createConfig returns the options of a function that creates an array.
func createConfig(op string, opts []Option, inFile bool) config {
	c := configOf(opts)
	if c.access != readWrite {
		panic(fmt.Sprintf("sumlog/shared: %s: %v is an option for opening arrays", op, c.access))
	}
	if c.durable && !inFile {
		panic(fmt.Sprintf("sumlog/shared: %s: Durable is an option for arrays in files", op))
	}
	return c
}

// openConfig returns the options of a function that opens an array, whose order may
// be known.
func openConfig(op string, opts []Option, orderKnown bool) config {
	c := configOf(opts)
	if c.hasOrder && orderKnown {
		panic(fmt.Sprintf("sumlog/shared: %s: WithOrder(%v): the file tells its order", op, c.order))
	}
	if c.durable {
		panic(fmt.Sprintf("sumlog/shared: %s: Durable is an option for creating arrays", op))
	}
	return c
}

func configOf(opts []Option) (c config) {
	for _, opt := range opts {
		opt(&c)
	}
	return c
}
