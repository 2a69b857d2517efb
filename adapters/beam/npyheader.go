package sumlogbeam

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"regexp"
	"strconv"
	"strings"
)

// npyHeader is what a .npy file says of its array.
type npyHeader struct {
	offset int64 // where the elements begin
	n      int64 // how many there are
}

const npyMagic = "\x93NUMPY"

// npyText is the dictionary as NumPy writes it, and other programs with other blanks.
var npyText = regexp.MustCompile(
	`^\{\s*'descr':\s*'([^']*)',\s*'fortran_order':\s*(?:True|False),` +
		`\s*'shape':\s*\(([\d,\s]*)\),?\s*\}\s*$`)

// readNpyHeader reads the header of a file of that size, up to where the elements begin. Shapes
// have any number of dimensions, and elements the order of the file.
func readNpyHeader(r io.Reader, size int64) (h npyHeader, err error) {
	start := make([]byte, len(npyMagic)+2)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(npyMagic)]) != npyMagic {
		return h, fmt.Errorf("begins with %q, want %q", start, npyMagic)
	}
	width := 4 // of the length of the text
	switch version := start[len(npyMagic)]; version {
	case 1:
		width = 2
	case 2, 3:
	default:
		return h, fmt.Errorf("version %d of the format, want 1, 2 or 3", version)
	}
	var length [4]byte
	if _, err := io.ReadFull(r, length[:width]); err != nil {
		return h, fmt.Errorf("length of the header: %w", err)
	}
	n := int64(binary.LittleEndian.Uint32(length[:]))
	h.offset = int64(len(start)+width) + n
	if h.offset > size {
		return h, fmt.Errorf("%d bytes, want a header of %d", size, h.offset)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return h, fmt.Errorf("header: %w", err)
	}
	if h.n, err = parseNpyText(string(text)); err != nil {
		return h, err
	}
	if h.n > (size-h.offset)/8 {
		return h, fmt.Errorf("%d bytes after the header, want %d elements of 8",
			size-h.offset, h.n)
	}
	return h, nil
}

// parseNpyText returns the number of elements.
func parseNpyText(text string) (n int64, err error) {
	m := npyText.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("header %.200q, want descr, fortran_order and shape", text)
	}
	if m[1] != "<f8" {
		return 0, fmt.Errorf("elements %q, want \"<f8\", little-endian float64", m[1])
	}
	product, over := uint64(1), uint64(0)
	for dim := range strings.FieldsFuncSeq(m[2], func(c rune) bool { return c == ',' || c <= ' ' }) {
		k, err := strconv.ParseUint(dim, 10, 63)
		if err != nil {
			return 0, fmt.Errorf("shape (%s): %w", m[2], err)
		}
		var hi uint64
		hi, product = bits.Mul64(product, k)
		over |= hi
	}
	if over != 0 || product > 1<<60 {
		return 0, fmt.Errorf("shape (%s) of more elements than any file has", m[2])
	}
	return int64(product), nil
}
