package build

// The types of a kernel's values. A float or integer vector has 64-bit lanes.
type (
	F struct{ ids []int } // floats: a group of vectors, or one where all are the same
	I struct{ ids []int } // integers, likewise
	M struct{ ids []int } // lanes chosen by a comparison
	P struct{ id int }    // a pointer
	N struct{ id int }    // a count
)

// None reports whether a is no value at all: the zero F.
func (a F) None() bool { return len(a.ids) == 0 }
