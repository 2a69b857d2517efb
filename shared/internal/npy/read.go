package npy

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// limit is how many characters a text may have, as in NumPy.
const limit = 10_000

// Read reads the header of a file of that size, and checks that the elements it
// describes are there, wherever they begin: [Header.Aligned] tells whether they can be
// used in place. It reads no more than the file has bytes.
func Read(r io.ReaderAt, size int64) (Header, error) {
	text, major, offset, err := readText(r, size)
	if err != nil {
		return Header{}, err
	}
	h, err := parse(text, major)
	if err != nil {
		return Header{}, err
	}
	h.Offset = offset
	length, ok := h.Bytes()
	if !ok && (h.Shape[0] == 0 || h.Shape[1] == 0) {
		return Header{}, fmt.Errorf("shape (%d, %d) of %v is larger than any array: %w",
			h.Shape[0], h.Shape[1], h.Element, ErrFormat)
	}
	if !ok || length > size-offset {
		return Header{}, fmt.Errorf("%d bytes after a header of %d, want %d × %d × %d: %w",
			size-offset, offset, h.Shape[0], h.Shape[1], h.Element.Size, ErrShort)
	}
	return h, nil
}

// readText returns the dictionary, the version of the format and where the elements
// begin.
func readText(r io.ReaderAt, size int64) (text []byte, major byte, offset int64, err error) {
	const shortest = len(magic) + 2 + 2
	if size < int64(shortest) {
		return nil, 0, 0, fmt.Errorf("%d bytes, want %d or more: %w", size, shortest, ErrFormat)
	}
	start := make([]byte, min(size, int64(shortest)+2))
	if err := readAt(r, start, 0); err != nil {
		return nil, 0, 0, err
	}
	if string(start[:len(magic)]) != magic {
		return nil, 0, 0, fmt.Errorf("begins with %q, want %q: %w",
			start[:len(magic)], magic, ErrFormat)
	}
	major, minor := start[len(magic)], start[len(magic)+1]
	var length int64
	most := int64(limit)
	switch {
	case major == 1 && minor == 0:
		offset = int64(shortest)
		length = int64(binary.LittleEndian.Uint16(start[shortest-2:]))
	case (major == 2 || major == 3) && minor == 0:
		if len(start) < shortest+2 {
			return nil, 0, 0, fmt.Errorf("%d bytes, want %d or more: %w",
				size, shortest+2, ErrFormat)
		}
		offset = int64(shortest) + 2
		length = int64(binary.LittleEndian.Uint32(start[shortest-2:]))
		if major == 3 {
			most *= utf8.UTFMax
		}
	default:
		return nil, 0, 0, fmt.Errorf("version %d.%d, want 1.0, 2.0 or 3.0: %w",
			major, minor, ErrFormat)
	}
	switch left := size - offset; {
	case length > left:
		return nil, 0, 0, fmt.Errorf("text of %d bytes in the %d that follow: %w",
			length, left, ErrFormat)
	case length > most:
		return nil, 0, 0, fmt.Errorf("text of %d bytes, want %d or fewer: %w",
			length, most, ErrFormat)
	}
	text = make([]byte, length)
	if err := readAt(r, text, offset); err != nil {
		return nil, 0, 0, err
	}
	if err := checkCharacters(text, major); err != nil {
		return nil, 0, 0, err
	}
	return text, major, offset + length, nil
}

// checkCharacters checks that Python can read the text: UTF-8 in version 3, Latin 1,
// which any bytes are, before.
func checkCharacters(text []byte, major byte) error {
	if bytes.IndexByte(text, 0) >= 0 {
		return fmt.Errorf("text with a zero byte: %w", ErrFormat)
	}
	if major < 3 {
		return nil
	}
	if !utf8.Valid(text) {
		return fmt.Errorf("text that is not UTF-8: %w", ErrFormat)
	}
	if n := utf8.RuneCount(text); n > limit {
		return fmt.Errorf("text of %d characters, want %d or fewer: %w", n, limit, ErrFormat)
	}
	return nil
}

// readAt fills b. A file may have become shorter since its size was asked for.
func readAt(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%d bytes, want %d or more: %w", at+int64(n), at+int64(len(b)), ErrShort)
	}
	return err
}
