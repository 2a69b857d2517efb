//go:build !unix

package shared

import "unsafe"

// memory is Go memory, shared by the goroutines of one process only.
type memory struct {
	addr unsafe.Pointer
}

// allocate returns size > 0 zero bytes.
func allocate(size int) (m memory, err error) {
	const align = 64
	defer func() {
		if recover() != nil { // make, of a length that Go cannot count or address
			err = ErrTooLarge
		}
	}()
	block := make([]byte, size+align-1)
	skip := -uintptr(unsafe.Pointer(&block[0])) % align
	return memory{unsafe.Pointer(&block[skip])}, nil
}

// free leaves the block to the garbage collector, which waits for stale slices.
func (m *memory) free() error {
	m.addr = nil
	return nil
}
