package sumlogbeam

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ChunkLen is the length of the chunks that the readers make, except for the last of a file: 512
// KiB, so that what Beam does for an element counts for little beside the kernels. It is a
// multiple of 4096, the block of the kernels.
const ChunkLen = 1 << 16

// Chunk is a run of numbers: X holds elements Start to Start+len(X)-1 of Source.
//
// A DoFn must not change the X it is given, nor keep it: Beam may hand the same slice to others.
type Chunk struct {
	Source string // a file, or whatever else tells one sequence of numbers from another
	Start  int64
	X      []float64
}

// Pairs is a run of pairs (X[i], Y[i]), elements Start to Start+len(X)-1 of Source. X and Y have
// one length. What holds for the X of a [Chunk] holds for both.
type Pairs struct {
	Source string
	Start  int64
	X, Y   []float64
}

// errCoded is in the tree of the error of bytes that no coder of this package wrote.
var errCoded = errors.New("not an encoded chunk")

// Source, Start and the elements, which take the rest: lengths as varints, float64 little-endian.

func encodeChunk(c Chunk) []byte {
	b := make([]byte, 0, 2*binary.MaxVarintLen64+len(c.Source)+8*len(c.X))
	return appendFloats(appendPlace(b, c.Source, c.Start), c.X)
}

func decodeChunk(b []byte) (c Chunk, err error) {
	if c.Source, c.Start, b, err = cutPlace(b); err != nil {
		return Chunk{}, fmt.Errorf("sumlogbeam: Chunk: %w", err)
	}
	if len(b)%8 != 0 {
		return Chunk{}, fmt.Errorf("sumlogbeam: Chunk: %d bytes of elements, want a multiple of 8: %w",
			len(b), errCoded)
	}
	c.X = floats(b)
	return c, nil
}

func encodePairs(p Pairs) ([]byte, error) {
	if len(p.X) != len(p.Y) {
		return nil, fmt.Errorf("sumlogbeam: Pairs of %q at %d: len(X) = %d, len(Y) = %d, want equal",
			p.Source, p.Start, len(p.X), len(p.Y))
	}
	b := make([]byte, 0, 2*binary.MaxVarintLen64+len(p.Source)+16*len(p.X))
	return appendFloats(appendFloats(appendPlace(b, p.Source, p.Start), p.X), p.Y), nil
}

func decodePairs(b []byte) (p Pairs, err error) {
	if p.Source, p.Start, b, err = cutPlace(b); err != nil {
		return Pairs{}, fmt.Errorf("sumlogbeam: Pairs: %w", err)
	}
	if len(b)%16 != 0 {
		return Pairs{}, fmt.Errorf("sumlogbeam: Pairs: %d bytes of elements, want a multiple of 16: %w",
			len(b), errCoded)
	}
	p.X, p.Y = floats(b[:len(b)/2]), floats(b[len(b)/2:])
	return p, nil
}

func appendPlace(b []byte, source string, start int64) []byte {
	b = binary.AppendUvarint(b, uint64(len(source)))
	return binary.AppendVarint(append(b, source...), start)
}

func cutPlace(b []byte) (source string, start int64, rest []byte, err error) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return "", 0, nil, fmt.Errorf("%d bytes, want the name of a source first: %w",
			len(b), errCoded)
	}
	source, b = string(b[size:size+int(n)]), b[size+int(n):]
	if start, size = binary.Varint(b); size <= 0 {
		return "", 0, nil, fmt.Errorf("%d bytes after %q, want an index: %w",
			len(b), source, errCoded)
	}
	return source, start, b[size:], nil
}

func appendFloats(b []byte, x []float64) []byte {
	for _, v := range x {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// floats decodes float64 numbers, of which b holds a whole number.
func floats(b []byte) []float64 {
	x := make([]float64, len(b)/8)
	for i := range x {
		x[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return x
}
