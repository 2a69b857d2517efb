package shared

import (
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"
)

// Scalar is the set of types that processors change atomically.
type Scalar interface {
	~int32 | ~int64 | ~uint32 | ~uint64 | ~float32 | ~float64
}

// Value is one number that goroutines and processes share, like multiprocessing's
// Value of Python: a counter, a sum, a flag. Its file is a .npy file of shape (),
// which NumPy loads as an array of no dimensions; a[()] is the number there.
//
// Load, Store, Add and CompareAndSwap are atomic, one with another, in all processes
// that use them, and ordered as those of sync/atomic are. NumPy's reading is, too, of
// a number that is aligned, as this one is; what it adds is not.
//
// It is used through its pointer and ends with [Value.Close], after which the methods
// of the number panic. Those that write also panic where it was opened [ReadOnly].
type Value[T Scalar] struct{ array *Array[T] }

// NewValue returns a Value of v that has no name; see [New].
func NewValue[T Scalar](v T) (*Value[T], error) {
	a, err := newUnnamed[T](newLayout(0, 1, 1, RowMajor))
	if err != nil {
		return nil, fmt.Errorf("sumlog/shared: NewValue: %w", err)
	}
	a.writable[0] = v
	return &Value[T]{a}, nil
}

// CreateValue returns a Value of v in a new file of that path; see [Create].
func CreateValue[T Scalar](path string, v T, opts ...Option) (*Value[T], error) {
	const op = "CreateValue"
	a, err := create(op, path, newLayout(0, 1, 1, RowMajor), []T{v}, createConfig(op, opts, true))
	return valueOf(a, err)
}

// OpenValue returns the Value in the file of that path; see [Open]. A file of any
// other shape than () is an error that is [ErrShape].
func OpenValue[T Scalar](path string, opts ...Option) (*Value[T], error) {
	const op = "OpenValue"
	a, err := open[T](op, path, true, openConfig(op, opts, true))
	return valueOf(a, err)
}

// OpenValueFile returns the Value in an open file; see [OpenFile].
//
// It panics when f is nil.
func OpenValueFile[T Scalar](f *os.File, opts ...Option) (*Value[T], error) {
	const op = "OpenValueFile"
	a, err := openGiven[T](op, f, true, openConfig(op, opts, true))
	return valueOf(a, err)
}

func valueOf[T Scalar](a *Array[T], err error) (*Value[T], error) {
	if err != nil {
		return nil, err
	}
	return &Value[T]{a}, nil
}

// Array returns the array of one element that the number is, to be locked, retained
// or synced. Closing either closes both.
func (v *Value[T]) Array() *Array[T] { return v.array }

// File returns the open file that the number is in; see [Array.File].
func (v *Value[T]) File() *os.File { return v.array.File() }

// Close gives the memory back; see [Array.Close].
func (v *Value[T]) Close() error { return v.array.Close() }

// Remove takes the name away; see [Array.Remove].
func (v *Value[T]) Remove() error { return v.array.Remove() }

// Load returns the number.
func (v *Value[T]) Load() T { return fromBits[T](load[T](v.at("Load"))) }

// Store makes x the number.
func (v *Value[T]) Store(x T) {
	if p := v.writable("Store"); unsafe.Sizeof(x) == 4 {
		atomic.StoreUint32((*uint32)(p), uint32(toBits(x)))
	} else {
		atomic.StoreUint64((*uint64)(p), toBits(x))
	}
}

// Add adds delta to the number and returns the sum, by the type's own addition:
// integers wrap, and a sum of floating-point numbers depends on the order in which
// they are added.
func (v *Value[T]) Add(delta T) T {
	p := v.writable("Add")
	for {
		old := load[T](p)
		sum := fromBits[T](old) + delta
		if swap[T](p, old, toBits(sum)) {
			return sum
		}
	}
}

// CompareAndSwap makes x the number if it is old, and reports whether it was. It
// compares bits: a NaN is equal to itself, and 0 is not equal to -0.
func (v *Value[T]) CompareAndSwap(old, x T) bool {
	return swap[T](v.writable("CompareAndSwap"), toBits(old), toBits(x))
}

// at returns where the number is.
func (v *Value[T]) at(op string) unsafe.Pointer {
	if v.array.data == nil {
		panic("sumlog/shared: Value." + op + ": " + ErrClosed.Error())
	}
	return unsafe.Pointer(&v.array.data[0])
}

// writable is at for a method that writes.
func (v *Value[T]) writable(op string) unsafe.Pointer {
	p := v.at(op)
	if v.array.readOnly {
		panic("sumlog/shared: Value." + op + ": " + ErrReadOnly.Error())
	}
	return p
}

func load[T Scalar](p unsafe.Pointer) uint64 {
	if width[T]() == 4 {
		return uint64(atomic.LoadUint32((*uint32)(p)))
	}
	return atomic.LoadUint64((*uint64)(p))
}

func swap[T Scalar](p unsafe.Pointer, old, x uint64) bool {
	if width[T]() == 4 {
		return atomic.CompareAndSwapUint32((*uint32)(p), uint32(old), uint32(x))
	}
	return atomic.CompareAndSwapUint64((*uint64)(p), old, x)
}

// toBits returns the bits of x, in the low half of the result if there are 32.
func toBits[T Scalar](x T) uint64 {
	if width[T]() == 4 {
		return uint64(*(*uint32)(unsafe.Pointer(&x)))
	}
	return *(*uint64)(unsafe.Pointer(&x))
}

func fromBits[T Scalar](bits uint64) T {
	if width[T]() == 4 {
		half := uint32(bits)
		return *(*T)(unsafe.Pointer(&half))
	}
	return *(*T)(unsafe.Pointer(&bits))
}
