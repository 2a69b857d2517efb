package sumlogduckdb

// #cgo CFLAGS: -O2 -std=c11 -Wall -Wextra
// #include <stdlib.h>
// #include "shim.h"
import "C"

import "unsafe"

// connection is DuckDB's handle of a connection.
type connection struct{ handle unsafe.Pointer }

// libraryVersion is DuckDB's version.
func libraryVersion() string { return C.GoString(C.duckdb_library_version()) }

// addAggregate reports whether DuckDB takes the function, as addScalar does.
func (c connection) addAggregate(i int) bool {
	a := &aggregates[i]
	name := C.CString(a.name)
	defer C.free(unsafe.Pointer(name))
	return C.sumlog_add_aggregate(c.handle, name, C.int(i), C.int(a.inputs), C.size_t(a.size)) == 0
}

func (c connection) addScalar(i int) bool {
	s := &scalars[i]
	name := C.CString(s.name)
	defer C.free(unsafe.Pointer(name))
	return C.sumlog_add_scalar(c.handle, name, C.int(i), C.int(s.inputs())) == 0
}

// sliceOf returns n elements in DuckDB's memory, or nil where there are none.
func sliceOf[T any, P any](first *P, n C.uint64_t) []T {
	if first == nil {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(first)), n)
}

// columnsOf returns the inputs of a chunk, and a bit a row for the NULLs of each.
func columnsOf(c *C.sumlog_chunk) (in columns, valid [maxInputs]bitmap) {
	for i := range in {
		in[i] = sliceOf[float64](c.in[i], c.n)
		valid[i] = sliceOf[uint64](c.valid[i], (c.n+63)/64)
	}
	return in, valid
}

//export sumlogUpdate
func sumlogUpdate(index C.int, c *C.sumlog_chunk, states *unsafe.Pointer) {
	in, valid := columnsOf(c)
	aggregates[index].update(nil, sliceOf[unsafe.Pointer](states, c.n), in, valid)
}

//export sumlogAdd
func sumlogAdd(index C.int, c *C.sumlog_chunk, state unsafe.Pointer) {
	in, valid := columnsOf(c)
	aggregates[index].update(state, nil, in, valid)
}

//export sumlogCombine
func sumlogCombine(index C.int, from, to *unsafe.Pointer, n C.uint64_t) {
	aggregates[index].merge(sliceOf[unsafe.Pointer](to, n), sliceOf[unsafe.Pointer](from, n))
}

//export sumlogFinalize
func sumlogFinalize(
	index C.int, states *unsafe.Pointer, n C.uint64_t,
	dst *C.double, valid *C.uint64_t, offset C.uint64_t,
) {
	a := &aggregates[index]
	results := sliceOf[float64](dst, offset+n)[offset:]
	isValid := bitmap(sliceOf[uint64](valid, (offset+n+63)/64))
	for i, s := range sliceOf[unsafe.Pointer](states, n) {
		sum, ok := a.sum(s)
		results[i] = sum
		isValid.set(int(offset)+i, ok)
	}
}

//export sumlogScalar
func sumlogScalar(index C.int, c *C.sumlog_chunk, dst *C.double, valid *C.uint64_t) {
	in, inputsValid := columnsOf(c)
	scalars[index].compute(sliceOf[float64](dst, c.n), in)
	both := sliceOf[uint64](valid, (c.n+63)/64)
	for _, bits := range inputsValid {
		for i := range bits {
			both[i] &= bits[i]
		}
	}
}
