// Package peer runs what the kernels are compared with and what is not Go: loops in C, compiled
// from the sources here, and Python. They work on the same pages as Go, and time themselves.
package peer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"sumlog/shared"
)

// Memory holds the arrays that peers work on too: all variants have the same pages.
type Memory struct {
	*shared.Array[float64]
	all  []float64 // from a page on
	from int       // where all begins in the file
	used int
}

// page is where arrays begin, as large ones of a Go program do.
const page = 4096 / 8

// NewMemory returns memory of that many bytes. On Linux pages that are never touched take none;
// other systems share a file of the temporary folder, which has a name only here, if anything.
func NewMemory(bytes int) (*Memory, error) {
	n := bytes/8 + page
	name := filepath.Join(os.TempDir(), fmt.Sprintf("sumlog-bench-%d.npy", os.Getpid()))
	a, err := shared.NewVector[float64](n)
	if err == nil && a.File() == nil {
		if file, unsupported := shared.CreateVector[float64](name, n); unsupported == nil {
			a, err = file, errors.Join(a.Close(), file.Remove())
		}
	}
	if err != nil {
		return nil, err
	}
	head := int(uintptr(unsafe.Pointer(&a.Data()[0])) / 8 % page)
	rest := (page - head) % page
	return &Memory{Array: a, all: a.Data()[rest:], from: head + rest}, nil
}

// Floats returns n zeros.
func (m *Memory) Floats(n int) []float64 {
	from := m.used
	m.used += (n + page - 1) &^ (page - 1)
	return m.all[from : from+n : from+n]
}

// offset returns where s begins in the file; 0 for a slice that a function does not use.
func (m *Memory) offset(s []float64) int {
	if len(s) == 0 {
		return 0
	}
	return m.from + int(uintptr(unsafe.Pointer(&s[0]))-uintptr(unsafe.Pointer(&m.all[0])))/8
}
