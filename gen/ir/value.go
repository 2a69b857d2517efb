package ir

// Class is the kind of register that a value lives in.
type Class uint8

// The classes.
const (
	Vector Class = iota
	Mask
	General
	Classes // how many there are
)

// Location says where a value is to be found.
type Location uint8

// The locations.
const (
	Register Location = iota
	Pool              // a constant in read-only memory: every lane alike, or a table
	Slot              // a slot of the stack frame, one vector wide
)

// Value is what is known of one vector, mask, pointer or count.
type Value struct {
	Class    Class
	Location Location
	Bits     uint64   // of a Pool value
	Table    []uint64 // of one whose lanes differ,
	Name     string   // and what it is called
	Slot     int      // of a Slot value
	Reg      int      // of a Register value, once allocated
	Mutable  bool     // assigned more than once

	// The allocator's.
	Unspillable bool // made around one instruction
	Stored      int  // the Pool or Slot value that holds the same, or None
}
