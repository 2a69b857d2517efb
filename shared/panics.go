package shared

import "fmt"

// The errors of this file are values of panics. Accessors build them in place and
// leave the formatting to the code that prints them: a call, even one never made, would
// be too much for the compiler to inline At and Set.

// cellError is the panic of an accessor that was given row r and column c.
type cellError struct {
	op   string
	r, c int
	layout
}

func (e cellError) Error() string {
	reason := ErrClosed.Error() // all that is left when both are in range
	switch {
	case uint(e.r) >= uint(e.rows):
		reason = fmt.Sprintf("row out of range [0, %d)", e.rows)
	case uint(e.c) >= uint(e.cols):
		reason = fmt.Sprintf("column out of range [0, %d)", e.cols)
	case e.readOnly:
		reason = ErrReadOnly.Error()
	}
	return fmt.Sprintf("sumlog/shared: %s(%d, %d): %s", e.op, e.r, e.c, reason)
}

// indexError is the panic of an accessor that was given index i of n of a kind.
type indexError struct {
	op, kind string
	i, n     int
}

func (e indexError) Error() string {
	reason := ErrClosed.Error() // all that is left when i is in range
	switch {
	case uint(e.i) >= uint(e.n):
		reason = fmt.Sprintf("%s out of range [0, %d)", e.kind, e.n)
	case e.op == "View.Set": // a view does not know that its array is closed
		reason = ErrReadOnly.Error()
	}
	return fmt.Sprintf("sumlog/shared: %s(%d): %s", e.op, e.i, reason)
}
