package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// limit is how long a text may be: 64 times what version 1 allows, which is enough
// for every array of two dimensions. Without a limit a file of a few bytes, and
// holes for the rest, would have us allocate gigabytes.
const limit = 1 << 22

// Read reads the header of a file of that size, and checks that the elements it
// describes are there and lie at a multiple of theirs. It allocates no more than the
// file has bytes, and some hundred for errors.
func Read(r io.ReaderAt, size int64) (Header, error) {
	text, offset, err := readText(r, size)
	if err != nil {
		return Header{}, err
	}
	h, err := parse(text)
	if err != nil {
		return Header{}, err
	}
	h.Offset = offset
	bytes, ok := h.Bytes()
	if !ok || bytes > size-offset {
		return Header{}, fmt.Errorf("%d bytes after a header of %d, want %d × %d × %d: %w",
			size-offset, offset, h.Shape[0], h.Shape[1], h.Element.Size, ErrShort)
	}
	if offset%int64(h.Element.Size) != 0 {
		return Header{}, fmt.Errorf("%v elements begin at byte %d, want a multiple of %d: %w",
			h.Element, offset, h.Element.Size, ErrFormat)
	}
	return h, nil
}

// readText returns the dictionary and where the elements begin.
func readText(r io.ReaderAt, size int64) (text []byte, offset int64, err error) {
	const shortest = len(magic) + 2 + 2
	if size < int64(shortest) {
		return nil, 0, fmt.Errorf("%d bytes, want %d or more: %w", size, shortest, ErrFormat)
	}
	start := make([]byte, min(size, int64(shortest)+2))
	if err := readAt(r, start, 0); err != nil {
		return nil, 0, err
	}
	if string(start[:len(magic)]) != magic {
		return nil, 0, fmt.Errorf("begins with %q, want %q: %w", start[:len(magic)], magic, ErrFormat)
	}
	major, minor := start[len(magic)], start[len(magic)+1]
	var length int64
	switch {
	case major == 1 && minor == 0:
		offset = int64(shortest)
		length = int64(binary.LittleEndian.Uint16(start[shortest-2:]))
	case (major == 2 || major == 3) && minor == 0:
		if len(start) < shortest+2 {
			return nil, 0, fmt.Errorf("%d bytes, want %d or more: %w", size, shortest+2, ErrFormat)
		}
		offset = int64(shortest) + 2
		length = int64(binary.LittleEndian.Uint32(start[shortest-2:]))
	default:
		return nil, 0, fmt.Errorf("version %d.%d, want 1.0, 2.0 or 3.0: %w", major, minor, ErrFormat)
	}
	switch most := size - offset; {
	case length > most:
		return nil, 0, fmt.Errorf("text of %d bytes in the %d that follow: %w", length, most, ErrFormat)
	case length > limit:
		return nil, 0, fmt.Errorf("text of %d bytes, want %d or fewer: %w", length, limit, ErrFormat)
	}
	text = make([]byte, length)
	if err := readAt(r, text, offset); err != nil {
		return nil, 0, err
	}
	return text, offset + length, nil
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

// Aligned reports whether the elements begin at a multiple of their size.
func (h *Header) Aligned() bool { return h.Offset%int64(h.Element.Size) == 0 }
