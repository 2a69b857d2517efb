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
//
// The text may be spelled in any way that NumPy maps (np.load with a mmap_mode): with
// comments, prefixes and escapes of strings, strings in pieces, integers of any base,
// the L behind integers of Python 2 (not in version 3), all names of types. What NumPy
// refuses is refused, texts above 10 000 characters among it. These few spellings NumPy
// maps, and they are refused; no known program writes them:
//
//   - types that repeat: 'f8,', '1f8' and '()f8', which NumPy is about to read in another
//     way, and the tuples ('<f8', ()) and ('<f8', (3,)), which add dimensions to the shape;
//   - line continuations, form feeds and lone carriage returns outside the dictionary,
//     which NumPy refuses in one version and not in another;
//   - characters by name, '\N{LESS-THAN SIGN}f8', which need a table of all names;
//   - a value of no use to any key (a float, bytes, a dictionary, ...) for a key that has
//     another value further on.
package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The errors of [Read], to be found with errors.Is.
var (
	// ErrFormat is the error of bytes that are not such a header.
	ErrFormat = errors.New("not a .npy header")
	// ErrElement is the error of elements that no Go type of fixed size is.
	ErrElement = errors.New("wrong element type")
	// ErrByteOrder is the error of elements in the byte order of other processors.
	ErrByteOrder = errors.New("foreign byte order")
	// ErrShape is the error of more than two dimensions.
	ErrShape = errors.New("wrong number of dimensions")
	// ErrShort is the error of a file that ends before its elements do.
	ErrShort = errors.New("file is shorter than its array")
)

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

// Bytes returns how many bytes the elements take, and whether there may be such an
// array. As in NumPy its lengths, but for those of 0, and the size of an element make a
// product that an int64 can hold.
func (h *Header) Bytes() (n int64, ok bool) {
	n = int64(h.Element.Size)
	empty := false
	for _, length := range h.Shape {
		if length == 0 {
			empty = true
			continue
		}
		if n > maxInt64/int64(length) {
			return 0, false
		}
		n *= int64(length)
	}
	if empty {
		return 0, true
	}
	return n, true
}

// Aligned reports whether the elements begin at a multiple of their size. NumPy 1.9 to
// 1.13 wrote files of version 2 with elements that begin at an odd multiple of 2.
func (h *Header) Aligned() bool { return h.Offset%int64(h.Element.Size) == 0 }

const maxInt64 = 1<<63 - 1
