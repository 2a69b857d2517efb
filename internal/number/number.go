// Package number names the types of elements: those that NumPy shares with Go.
package number

// Number is the set of element types: the eight sized integers, the two floating-point types, and
// every type defined over one of them.
type Number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}
