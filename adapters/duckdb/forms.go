package sumlogduckdb

import (
	"encoding"
	"encoding/binary"
	"math"
)

// form is the binary form of an accumulator of package kernel: flags and words. It is how sums of
// many rows at once come into a state.
type form struct {
	flags byte
	words [5]uint64
}

func formOf(accumulator encoding.BinaryAppender) (f form) {
	var buffer [2 + 8*len(f.words)]byte
	b, _ := accumulator.AppendBinary(buffer[:0])
	f.flags = b[1]
	for i := range (len(b) - 2) / 8 {
		f.words[i] = binary.BigEndian.Uint64(b[2+8*i:])
	}
	return f
}

func (f *form) float(i int) float64 { return math.Float64frombits(f.words[i]) }

// productOf is the product of a form that begins with one.
func productOf(f form) (p product) {
	const negative, zero, infinite = 1, 2, 4
	switch {
	case f.flags&negative != 0 || f.flags&(zero|infinite) == zero|infinite:
		p.set(math.NaN(), 0)
	case f.flags&zero != 0:
		p.set(math.Inf(-1), 0)
	case f.flags&infinite != 0:
		p.set(math.Inf(1), 0)
	default:
		p.set(f.float(0), f.float(1))
		p.exp = int64(f.words[2])
	}
	return p
}
