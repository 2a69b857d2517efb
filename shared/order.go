package shared

import "fmt"

// Order says which elements of an array are neighbours in memory.
type Order uint8

const (
	// RowMajor puts the elements of a row next to each other, as C and NumPy do by
	// default.
	RowMajor Order = iota
	// ColMajor puts the elements of a column next to each other, as Fortran, R and
	// Julia do.
	ColMajor
)

// String returns the name of the constant.
func (o Order) String() string {
	switch o {
	case RowMajor:
		return "RowMajor"
	case ColMajor:
		return "ColMajor"
	}
	return fmt.Sprintf("Order(%d)", uint8(o))
}

// WithOrder makes an array of order o. Without it arrays are [RowMajor].
//
// It panics when o is not one of the constants.
func WithOrder(o Order) Option {
	if o > ColMajor {
		panic(fmt.Sprintf("sumlog/shared: WithOrder(%v): want RowMajor or ColMajor", o))
	}
	return func(c *config) { c.order, c.hasOrder = o, true }
}

// layout places element (r, c) at index r·rowStep + c·colStep of the data.
type layout struct {
	rows, cols       int
	rowStep, colStep int
	order            Order
	dims             uint8 // NumPy's: 2, or 1 of shape (rows,), or 0 of one element
	readOnly         bool
}

func newLayout(dims uint8, rows, cols int, o Order) layout {
	if o == ColMajor {
		return layout{rows, cols, 1, rows, o, dims, false}
	}
	return layout{rows, cols, cols, 1, o, dims, false}
}
