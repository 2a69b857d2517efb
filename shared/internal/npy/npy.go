// Package npy reads and writes the headers of .npy files, NumPy's format for one
// array. It touches no file by itself and knows nothing of memory.
//
// A file is the magic string "\x93NUMPY", two bytes of version, the length of a
// text, that text, and the elements. The text is a Python dictionary:
//
//	{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 3), }
//
// padded with blanks, so that the elements begin at a multiple of 64, and ended by a
// newline. Version 1 has two bytes for the length, 2 and 3 have four; 3 allows
// UTF-8. The specification is the documentation of numpy.lib.format.
package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The errors of [Read], to be found with errors.Is.
var (
	// ErrFormat is that of bytes that are not such a header.
	ErrFormat = errors.New("not a .npy header")
	// ErrElement is that of elements that no Go type of fixed size is.
	ErrElement = errors.New("wrong element type")
	// ErrByteOrder is that of elements in the byte order of other processors.
	ErrByteOrder = errors.New("foreign byte order")
	// ErrShape is that of more than two dimensions.
	ErrShape = errors.New("wrong number of dimensions")
	// ErrShort is that of a file that ends before its elements do.
	ErrShort = errors.New("file is shorter than its array")
)

// Element is a type of elements.
type Element struct {
	Kind byte // 'i', 'u' or 'f'
	Size int  // in bytes
}

// Supported reports whether e is one of the ten types.
func (e Element) Supported() bool {
	switch e.Size {
	case 1, 2:
		return e.Kind == 'i' || e.Kind == 'u'
	case 4, 8:
		return e.Kind == 'i' || e.Kind == 'u' || e.Kind == 'f'
	}
	return false
}

// String returns the name that Go and NumPy have for the type.
func (e Element) String() string {
	name := map[byte]string{'i': "int", 'u': "uint", 'f': "float"}[e.Kind]
	return fmt.Sprintf("%s%d", name, 8*e.Size)
}

// Header is what a file says of its array.
type Header struct {
	Element  Element
	Dims     int    // 0, 1 or 2
	Shape    [2]int // its first Dims are lengths, the others 1
	ColMajor bool   // of two dimensions, the first is the one of neighbours
	Offset   int64  // where the elements begin
}

// align is what the elements begin at a multiple of: a cache line.
const align = 64

// magic begins every file.
const magic = "\x93NUMPY"

// native is the mark of this machine's byte order.
var native = func() byte {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return '<'
	}
	return '>'
}()

// Append appends a header of version 1 to dst, as NumPy writes it, and sets
// h.Offset to its length.
func (h *Header) Append(dst []byte) []byte {
	mark := native
	if h.Element.Size == 1 {
		mark = '|'
	}
	order := "False"
	if h.ColMajor {
		order = "True"
	}
	shape := "()"
	switch h.Dims {
	case 1:
		shape = fmt.Sprintf("(%d,)", h.Shape[0])
	case 2:
		shape = fmt.Sprintf("(%d, %d)", h.Shape[0], h.Shape[1])
	}
	text := fmt.Sprintf("{'descr': '%c%c%d', 'fortran_order': %s, 'shape': %s, }",
		mark, h.Element.Kind, h.Element.Size, order, shape)

	const before = len(magic) + 2 + 2
	length := (before+len(text)+1+align-1)/align*align - before
	h.Offset = int64(before + length)
	dst = append(dst, magic+"\x01\x00"...)
	dst = binary.LittleEndian.AppendUint16(dst, uint16(length))
	dst = append(dst, text...)
	for range length - len(text) - 1 {
		dst = append(dst, ' ')
	}
	return append(dst, '\n')
}

// Bytes returns how many bytes the elements take, and whether an int64 can tell.
func (h *Header) Bytes() (int64, bool) {
	n := int64(h.Element.Size)
	for _, length := range h.Shape {
		if length == 0 {
			return 0, true
		}
	}
	for _, length := range h.Shape {
		if n > maxInt64/int64(length) {
			return 0, false
		}
		n *= int64(length)
	}
	return n, true
}

const maxInt64 = 1<<63 - 1
