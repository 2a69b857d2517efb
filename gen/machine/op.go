package machine

import "slices"

// Code is an operation. Targets may add codes of their own from FirstTarget on.
type Code uint8

const (
	// On floats. Each rounds once.
	Add Code = iota // a + b
	Sub             // a - b
	Mul             // a · b
	Div             // a / b
	FMA             // a·b + c
	FMS             // a·b - c

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
	Select // a where the mask (the first operand) is set, else b
	Keep   // a where the mask is set, else +0

	// On 64-bit integers, which wrap around.
	AddInt
	SubInt
	AndInt
	OrInt
	ShiftLeft  // by Imm
	ShiftRight // by Imm, filling with zeros
	MinInt32   // of each half of a lane by itself, signed
	MaxUint32  // of each half of a lane by itself, unsigned
	LessInt    // a < b, signed
	EqualInt   // a = b

	// Memory: an address is a pointer and Imm bytes.
	Load
	Store
	Prefetch  // asks for the cache line at an address, which need not exist
	Stream    // as Store, to an aligned address and past the caches
	Fence     // what was streamed is visible to whoever sees a later store
	LoadOne   // one lane; the others are 0
	StoreOne  // the first lane
	LoadPart  // the lanes of a mask (the second operand); the others are what is at the pointer and Limit bytes
	StorePart // the lanes of a mask (the third operand)
	Broadcast // one float, to every lane
	LoadCount // a 64-bit integer, to a general register

	// General registers.
	Arg       // the parameter of index Imm
	Advance   // pointer (or count) += Imm bytes (units)
	AdvanceBy // pointer += count
	Take      // the smaller of the count and Imm, which the count loses
	Copy      // of any class; Dst is Src[0]

	// Masks, for targets that have registers for them.
	FirstLanes // lane j where Imm+j is less than the count

	// Control. Imm is a label, or the number of a loop.
	Label
	Jump
	JumpIfNone  // no lane of the mask is set
	JumpIfAll   // every lane is
	JumpIfZero  // the count is 0
	JumpIfUnder // the count is less than Limit
	LoopBegin
	LoopEnd // jumps back to LoopBegin's label while the count, decremented, is not 0
	Return

	// Two vectors of rows of 2·Imm lanes each, in the order that HalvesOf tells.
	LowHalves  // the first Imm lanes of each row
	HighHalves // the other ones

	Spill  // a vector to its slot
	Reload // from its slot or from the pool

	Note // a comment for the reader of the assembly

	FirstTarget
)

// Op is one recorded operation.
type Op struct {
	Code  Code
	Dst   int // a value, or None
	Src   []int
	Imm   int
	Limit int
	Table []uint32 // for a target's look-ups
	Text  string   // of a Note; the name of Table
	depth int      // how many loops it is in
}

// None is the Dst of an operation without a result.
const None = -1

func (o *Op) branches() bool { return o.Code >= Label && o.Code <= Return }

// replace sets one operand, leaving alone the operations that share the others.
func (o *Op) replace(i, value int) {
	o.Src = slices.Clone(o.Src)
	o.Src[i] = value
}
