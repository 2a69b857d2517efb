package sumlogduckdb

// maxInputs is the number of columns that a function takes, at most.
const maxInputs = 2

// columns are the inputs of a function, one value a row. Those that it does not take are nil.
type columns [maxInputs][]float64

// part returns rows lo to hi.
func (c columns) part(lo, hi int) columns {
	for i, column := range c {
		if column != nil {
			c[i] = column[lo:hi]
		}
	}
	return c
}

// bitmap has a bit a row, which is 0 for a NULL. A nil one is all ones.
type bitmap []uint64

func (b bitmap) get(i int) bool { return b == nil || b[i/64]>>(i%64)&1 != 0 }

func (b bitmap) set(i int, valid bool) {
	if valid {
		b[i/64] |= 1 << (i % 64)
	} else {
		b[i/64] &^= 1 << (i % 64)
	}
}
