// Package peer runs what the kernels are compared with and what is not Go: loops in C, compiled
// from the sources here, and Python. They work on the same pages as Go, and time themselves.
package peer

import (
	"errors"
	"os"
	"unsafe"
)

// Memory holds the arrays that peers work on too: all variants have the same pages.
type Memory struct {
	file *os.File // nil where it cannot be shared
	all  []float64
	used int
}

var errNoMemory = errors.New("no memory can be shared with other programs on this system")

// page is where arrays begin, as large ones of a Go program do.
const page = 4096 / 8

// Floats returns n zeros.
func (m *Memory) Floats(n int) []float64 {
	from := m.used
	m.used += (n + page - 1) &^ (page - 1)
	return m.all[from : from+n : from+n]
}

// offset returns where s begins; 0 for a slice that a function does not use.
func (m *Memory) offset(s []float64) uintptr {
	if len(s) == 0 {
		return 0
	}
	return (uintptr(unsafe.Pointer(&s[0])) - uintptr(unsafe.Pointer(&m.all[0]))) / 8
}
