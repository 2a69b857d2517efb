// Package peer runs what the kernels are compared with and what is not Go: loops in C,
// compiled from the sources here, and Python's array libraries. They work on the very
// pages that Go works on, and do their own timing.
package peer

import (
	"os"
	"unsafe"
)

// Memory holds the arrays that peers work on too, so that nobody has the better ones.
type Memory struct {
	file *os.File // nil where it cannot be shared
	all  []float64
	used int
}

// page is where arrays begin, as those of a Go program do that are larger.
const page = 4096 / 8

// Floats returns n zeros.
func (m *Memory) Floats(n int) []float64 {
	from := m.used
	m.used += (n + page - 1) &^ (page - 1)
	return m.all[from : from+n : from+n]
}

// offset returns where s begins; a function that has no use for a slice is given none.
func (m *Memory) offset(s []float64) uintptr {
	if s == nil {
		return 0
	}
	return (uintptr(unsafe.Pointer(&s[0])) - uintptr(unsafe.Pointer(&m.all[0]))) / 8
}
