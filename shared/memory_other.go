//go:build !unix || aix

package shared

import (
	"errors"
	"os"
	"unsafe"
)

// memory is Go memory, shared by the goroutines of one process only.
type memory struct {
	addr unsafe.Pointer
	size uintptr
}

// anonymous returns size zero bytes.
func anonymous(_ []byte, size int64) (b *block, offset int64, err error) {
	const align = 64
	defer func() {
		if recover() != nil { // make, of a length that Go cannot count or address
			err = ErrTooLarge
		}
	}()
	bytes := make([]byte, size+align-1)
	skip := -uintptr(unsafe.Pointer(&bytes[0])) % align
	return &block{memory: memory{unsafe.Pointer(&bytes[skip]), uintptr(size)}}, 0, nil
}

// free leaves the memory to the garbage collector, which waits for stale slices.
func (m *memory) free() error {
	m.addr = nil
	return nil
}

func (m *memory) unmap() {}

// contains is never asked in earnest: such memory does not fault.
func (m *memory) contains(uintptr) bool { return false }

func (m *memory) sync() error { return nil }

func mapFile(*os.File, int64) (memory, error) { return memory{}, errors.ErrUnsupported }
