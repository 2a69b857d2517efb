package ir

import "slices"

// Code is an operation, by the name that Go's simd/archsimd has for it where it has one. The type
// of the elements is part of the name where it is not float64, since all vectors are of one class.
// MulSub, NotPositive, LoadTail and what moves registers have no counterpart there, and InterleaveLo and
// InterleaveHi are not confined to groups of 128 bits. Targets may add codes of their own from
// FirstTarget on.
type Code uint8

const (
	// On floats. Each rounds once.
	Add    Code = iota // a + b
	Sub                // a - b
	Mul                // a · b
	Div                // a / b
	MulAdd             // a·b + c
	MulSub             // a·b - c
	Max                // the larger; b where b is a NaN, and a number or NaN where a is one

	// On elements of other types that fill a vector.
	AddFloat32
	AddInt8
	AddInt16
	AddInt32

	// Comparisons of floats, false where a NaN takes part; and what to do with them.
	Less   // a < b
	Equal  // a = b
	And    // both masks
	Or     // either mask
	Merge  // a where the mask (the first operand) is set, else b
	Masked // a where the mask is set, else +0

	// On 64-bit integers, which wrap around.
	AddInt
	SubInt
	AndInt
	OrInt
	ShiftAllLeft  // by Imm
	ShiftAllRight // by Imm, filling with zeros
	MinInt32      // of each half of a lane by itself, signed
	MaxUint32     // of each half of a lane by itself, unsigned
	LessInt       // a < b, signed
	EqualInt      // a = b

	// Of some targets.
	ConvertToFloat64 // the float next to a signed 64-bit integer
	NotPositive      // where a float is no positive normal number

	// Memory: an address is a pointer and Imm bytes.
	Load
	Store
	Prefetch    // asks for the cache line at an address, which need not exist
	Stream      // a non-temporal Store, to an aligned address
	Fence       // what was streamed is visible where a later store is
	LoadOne     // one lane; the others are 0
	StoreOne    // the first lane
	LoadTail    // the lanes of a mask (Src[1]); the others are what is Limit bytes behind the pointer
	StoreMasked // the lanes of a mask (the third operand)
	LoadMasked  // the lanes of a mask (Src[1]); the others are 0, and their memory is not read
	StoreLanes  // the lanes of a mask (Src[1]) as the bits of a byte, the first lane's the lowest
	Broadcast   // one float, to every lane
	LoadFloat32 // a float32 for each lane, which gets its value
	LoadUint32  // a 32-bit integer for each lane, whose upper half gets zeros
	LoadCount   // a 64-bit integer, to a general register

	// General registers.
	Arg      // the parameter of index Imm
	AddImm   // pointer (or count) += Imm bytes (units)
	AddCount // pointer += count
	SubCount // count -= count
	AddWords // pointer += 8·count
	MaxCount // count = the larger of it and Imm
	Copy     // of any class; Dst is Src[0]

	// Masks, for targets that have registers for them.
	FirstLanes // lane j where Imm+j is less than the count

	// Control. Imm is a label, or the number of a loop.
	Label
	Jump
	JumpIfNone  // no lane of the mask is set
	JumpIfAll   // every lane is
	JumpIfFew   // half of the lanes are, or fewer
	JumpIfZero  // the count is 0
	JumpIfUnder // the count is less than Limit
	LoopBegin
	LoopEnd   // jumps back to LoopBegin's label while the count, decremented, is not 0
	LoopWhile // jumps back while the count is Limit or more
	Return

	// Two vectors of rows of 2·Imm lanes each, in the order that build's Interleave tells.
	InterleaveLo // the first Imm lanes of each row
	InterleaveHi // the other ones

	Spill  // a vector to its slot
	Reload // from its slot or from the pool

	Comment // for the reader of the assembly

	FirstTarget
)

// Op is one recorded operation.
type Op struct {
	Code  Code
	Dst   int // a value, or None
	Src   []int
	Imm   int
	Limit int
	Text  string // of a Comment
	Depth int    // how many loops it is in
}

// None is the Dst of an operation without a result.
const None = -1

// Branches reports whether o is a label, a jump or a return.
func (o Op) Branches() bool { return o.Code >= Label && o.Code <= Return }

// Reads reports whether value v is an operand, and Touches whether it is that or the result.
func (o Op) Reads(v int) bool   { return slices.Contains(o.Src, v) }
func (o Op) Touches(v int) bool { return o.Dst == v || o.Reads(v) }

// Operand is the value that a form of a target calls a, b or c, an operand, or d, the result.
func (o Op) Operand(name byte) int {
	if name == 'd' {
		return o.Dst
	}
	return o.Src[name-'a']
}

// Replace sets one operand, leaving alone the operations that share the others.
func (o *Op) Replace(i, value int) {
	o.Src = slices.Clone(o.Src)
	o.Src[i] = value
}
