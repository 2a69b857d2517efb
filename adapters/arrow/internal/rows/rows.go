package rows

import "sort"

// MaxColumns is the number of columns that are read side by side at most.
const MaxColumns = 3

// Rows are the rows of a few columns of one length.
type Rows struct {
	// Valid is the number of rows in which no column is null.
	Valid    int
	columns  int
	segments []segment
}

// segment is a run of rows that lies in one chunk of each column.
type segment struct {
	columns [MaxColumns]Column
	rows    int
	first   int // the valid rows before it
	valid   int
}

// indexed is the length of the segments that rows with nulls are divided into: the first of a block
// is looked for within one.
const indexed = 1 << 16

// Join returns the rows of columns that are given chunk by chunk, and have one length.
func Join(columns ...[]Column) *Rows {
	r := &Rows{columns: len(columns)}
	var at [MaxColumns]struct{ chunk, row int }
	for {
		var s segment
		n := -1
		for c, chunks := range columns {
			a := &at[c]
			for a.chunk < len(chunks) && a.row == chunks[a.chunk].Len {
				a.chunk, a.row = a.chunk+1, 0
			}
			if a.chunk == len(chunks) {
				return r
			}
			if left := chunks[a.chunk].Len - a.row; n < 0 || left < n {
				n = left
			}
			if chunks[a.chunk].validity != nil {
				n = min(n, indexed)
			}
		}
		nulls := false
		for c, chunks := range columns {
			a := &at[c]
			s.columns[c] = chunks[a.chunk].slice(a.row, a.row+n)
			nulls = nulls || s.columns[c].validity != nil
			a.row += n
		}
		s.rows, s.first, s.valid = n, r.Valid, n
		if nulls {
			s.valid = valid(s.columns[:len(columns)], n)
		}
		r.Valid += s.valid
		if s.valid > 0 {
			r.segments = append(r.segments, s)
		}
	}
}

// find returns the segment that has the valid row of that rank.
func (r *Rows) find(rank int) int {
	return sort.Search(len(r.segments), func(i int) bool {
		return r.segments[i].first+r.segments[i].valid > rank
	})
}
