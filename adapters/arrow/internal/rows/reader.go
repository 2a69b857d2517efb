package rows

import (
	"math/bits"
	"sync"

	"sumlog/internal/generic"
)

// Block is the number of valid rows that a Reader returns at a time: a block of the library's sums.
const Block = generic.Block

// Reader reads the valid rows of Rows from left to right.
type Reader struct {
	rows    *Rows
	segment int
	row     int // the next one of the segment
	skip    int // how many valid rows from there on are to be left out
	over    int // rows in buf behind the block that was returned
	buf     [MaxColumns][Block + 64]float64
}

var readers = sync.Pool{New: func() any { return new(Reader) }}

// NewReader returns a reader that begins at the valid row of that rank. It is to be closed.
func NewReader(rows *Rows, rank int) *Reader {
	r := readers.Get().(*Reader)
	r.rows, r.row, r.skip, r.over = rows, 0, 0, 0
	if r.segment = rows.find(rank); r.segment == len(rows.segments) {
		return r
	}
	s := &rows.segments[r.segment]
	rank -= s.first
	if s.valid == s.rows {
		r.row = rank
		return r
	}
	for {
		n := bits.OnesCount64(wordOf(s.columns[:rows.columns], r.row, min(64, s.rows-r.row)))
		if n > rank {
			r.skip = rank
			return r
		}
		rank -= n
		r.row += 64
	}
}

// Close ends the use of r.
func (r *Reader) Close() {
	r.rows = nil
	readers.Put(r)
}

// Scratch returns room for a block beside a single column.
func (r *Reader) Scratch() []float64 { return r.buf[MaxColumns-1][:Block] }

// Next returns the columns of the next Block valid rows, of fewer where no more are left. They are
// valid until the next call, and not to be changed.
func (r *Reader) Next() (block [MaxColumns][]float64) {
	n := r.over
	for c := range r.rows.columns {
		copy(r.buf[c][:n], r.buf[c][Block:])
	}
	for ; n < Block && r.segment < len(r.rows.segments); r.advance() {
		s := &r.rows.segments[r.segment]
		switch {
		case s.valid < s.rows:
			n = r.gather(s, n)
		case n == 0 && (s.rows-r.row >= Block || r.segment == len(r.rows.segments)-1):
			return r.whole(s, min(Block, s.rows-r.row))
		default:
			k := min(s.rows-r.row, Block-n)
			for c := range r.rows.columns {
				s.columns[c].values.convert(r.buf[c][n:n+k], r.row)
			}
			n += k
			r.row += k
		}
	}
	r.over = max(n-Block, 0)
	for c := range r.rows.columns {
		block[c] = r.buf[c][:n-r.over]
	}
	return block
}

// advance goes to the next segment where the rows of this one have been read.
func (r *Reader) advance() {
	if r.row >= r.rows.segments[r.segment].rows {
		r.segment, r.row = r.segment+1, 0
	}
}

// whole returns n rows of s that are all valid: in place, where they are float64.
func (r *Reader) whole(s *segment, n int) (block [MaxColumns][]float64) {
	for c := range r.rows.columns {
		v := s.columns[c].values
		if x := v.float64s(); x != nil {
			block[c] = x[r.row : r.row+n]
			continue
		}
		block[c] = r.buf[c][:n]
		v.convert(block[c], r.row)
	}
	r.row += n
	r.over = 0
	r.advance()
	return block
}

// gather appends valid rows of s to the n in buf until these are a block, or s ends.
func (r *Reader) gather(s *segment, n int) int {
	columns := s.columns[:r.rows.columns]
	for n < Block && r.row < s.rows {
		k := min(64, s.rows-r.row)
		w := wordOf(columns, r.row, k)
		for ; r.skip > 0; r.skip-- {
			w &= w - 1
		}
		whole := w == ^uint64(0)
		for whole && n+k < Block && r.row+k+64 <= s.rows && wordOf(columns, r.row+k, 64) == w {
			k += 64
		}
		for c := range columns {
			v, dst := columns[c].values, r.buf[c][n:]
			if whole {
				v.convert(dst[:k], r.row)
			} else if w != 0 {
				v.compress((*[64]float64)(dst), r.row, k, w)
			}
		}
		if r.row += k; whole {
			n += k
		} else {
			n += bits.OnesCount64(w)
		}
	}
	return n
}
