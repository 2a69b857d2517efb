package machine

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

// Class is the kind of register that a value lives in.
type Class uint8

const (
	Vector Class = iota
	Mask
	General
	classes
)

// Home says where a value is to be found.
type Home uint8

const (
	Register Home = iota
	Pool          // a constant in read-only memory, every lane alike
	Slot          // a slot of the stack frame, one vector wide
)

// Value is what is known of one vector, mask, pointer or count.
type Value struct {
	Class   Class
	Home    Home
	Bits    uint64 // of a Pool value
	Slot    int    // of a Slot value
	Reg     int    // of a Register value, once allocated
	mutable bool   // assigned more than once
	brief   bool   // made by the allocator around one instruction; never evicted
	stored  int    // the Slot value that holds the same, or None
}
