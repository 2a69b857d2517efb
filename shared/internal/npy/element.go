package npy

import (
	"bytes"
	"fmt"
	"math/bits"
	"runtime"
	"strconv"
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

const word = bits.UintSize / 8 // the size of a pointer

// long is the size of C's long, which Windows has at 4 bytes.
var long = func() int {
	if runtime.GOOS == "windows" {
		return 4
	}
	return word
}()

// letters are NumPy's one-letter names of types, which may have a byte order.
var letters = map[byte]Element{
	'b': {'i', 1},
	'B': {'u', 1},
	'h': {'i', 2},
	'H': {'u', 2},
	'i': {'i', 4},
	'I': {'u', 4},
	'l': {'i', long},
	'L': {'u', long},
	'q': {'i', 8},
	'Q': {'u', 8},
	'p': {'i', word},
	'P': {'u', word},
	'f': {'f', 4},
	'd': {'f', 8},
}

// names are NumPy's long names of types, which have this machine's byte order. It writes
// none of them into files; other programs do.
var names = map[string]Element{
	"int8":      {'i', 1},
	"byte":      {'i', 1},
	"uint8":     {'u', 1},
	"ubyte":     {'u', 1},
	"int16":     {'i', 2},
	"short":     {'i', 2},
	"uint16":    {'u', 2},
	"ushort":    {'u', 2},
	"int32":     {'i', 4},
	"intc":      {'i', 4},
	"uint32":    {'u', 4},
	"uintc":     {'u', 4},
	"int64":     {'i', 8},
	"longlong":  {'i', 8},
	"uint64":    {'u', 8},
	"ulonglong": {'u', 8},
	"long":      {'i', long},
	"ulong":     {'u', long},
	"int":       {'i', word},
	"int_":      {'i', word},
	"intp":      {'i', word},
	"int0":      {'i', word},
	"uint":      {'u', word},
	"uintp":     {'u', word},
	"uint0":     {'u', word},
	"float32":   {'f', 4},
	"single":    {'f', 4},
	"float64":   {'f', 8},
	"double":    {'f', 8},
	"float":     {'f', 8},
	"float_":    {'f', 8},
}

// elementOf returns the type of a descr, which must be one of the ten in the byte order
// of this machine.
func elementOf(descr value) (Element, error) {
	switch descr.kind {
	case text:
	case tuple, list:
		return Element{}, fmt.Errorf("elements of several fields or dimensions: %w", ErrElement)
	default:
		return Element{}, fmt.Errorf("descr: want a string, not %v: %w", descr.kind, ErrFormat)
	}
	s := descr.text
	if e, ok := names[string(s)]; ok {
		return e, nil
	}
	order, name := native, s
	if len(s) > 0 && bytes.IndexByte([]byte("<>=|"), s[0]) >= 0 {
		name = s[1:]
		if s[0] == '<' || s[0] == '>' {
			order = s[0]
		}
	}
	e := typeOf(name)
	if !e.Supported() {
		return Element{}, fmt.Errorf("elements %.40q: %w", s, ErrElement)
	}
	if e.Size > 1 && order != native {
		want := fmt.Sprintf("%c%s", native, name)
		return Element{}, fmt.Errorf("elements %q, want %q: %w", s, want, ErrByteOrder)
	}
	return e, nil
}

// typeOf returns the type of a letter, or of a kind and a size, which NumPy reads with
// C's strtol: with space or a sign before it.
func typeOf(name []byte) Element {
	if len(name) == 0 {
		return Element{}
	}
	if len(name) == 1 {
		return letters[name[0]]
	}
	size, _ := strconv.Atoi(string(bytes.TrimLeft(name[1:], " \t\n\v\f\r")))
	return Element{Kind: name[0], Size: size}
}
