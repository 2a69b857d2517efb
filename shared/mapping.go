package shared

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"
)

// mapping is the memory of an array and what belongs to it. The array and its row
// ranges share it.
type mapping struct {
	addr     unsafe.Pointer // nil where there is no memory
	size     uintptr
	released atomic.Bool // the addresses may be something else's

	refs   refcount
	lock   lock
	access access

	file *os.File // what the memory shows; nil where it is this process's alone
	path string   // absolute, if the file had a name when it was made or opened
	id   identity // tells the file from another that takes its name
}

// free gives back what the system gave. The mapping has no users.
func (m *mapping) free() error {
	errs := []error{m.vacate(), m.lock.close(m.file)}
	if m.file != nil {
		errs = append(errs, m.file.Close())
	}
	return errors.Join(errs...)
}

// contains reports whether addr is of the mapping, open or closed.
func (m *mapping) contains(addr uintptr) bool {
	return !m.released.Load() && addr-uintptr(m.addr) < m.size
}

// failed is the error of a method.
func (m *mapping) failed(op string, err error) error {
	if m.path == "" {
		return fmt.Errorf("sumlog/shared: %s: %w", op, err)
	}
	return fmt.Errorf("sumlog/shared: %s of %q: %w", op, m.path, err)
}
