package main

import (
	"os"
	"unsafe"
)

// memory holds the arrays that peers in C work on too: the very same pages, so that
// nobody has the better ones.
type memory struct {
	file *os.File // nil where it cannot be shared
	all  []float64
	used int
}

// capacity is more than all rows need.
const capacity = 1 << 30

// page is where arrays begin, as those of a Go program do that are larger.
const page = 4096 / 8

// floats returns n zeros.
func (m *memory) floats(n int) []float64 {
	from := m.used
	m.used += (n + page - 1) &^ (page - 1)
	return m.all[from : from+n : from+n]
}

// offset returns where s begins; a function that has no use for a slice is given none.
func (m *memory) offset(s []float64) uintptr {
	if s == nil {
		return 0
	}
	return (uintptr(unsafe.Pointer(&s[0])) - uintptr(unsafe.Pointer(&m.all[0]))) / 8
}
