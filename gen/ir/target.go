package ir

// Target is an instruction set as the allocator sees it.
type Target interface {
	Registers(Class) int        // how many registers a class has; 0: the class is Vector's
	Folds(op *Op, src int) bool // may that operand be in memory?
}

// LoadStore is a target whose instructions take registers, where others take memory
// too, and may need several of them for one operation.
type LoadStore interface {
	Target
	// EarlyClobber reports whether the result of op takes shape while operand src is still
	// read: then the two must not share a register.
	EarlyClobber(op *Op, src int) bool
}

// EarlyClobber is the target's answer. An instruction reads before it writes: where each
// operation is one, there is no early clobber.
func (p *Program) EarlyClobber(o *Op, src int) bool {
	t, ok := p.Target.(LoadStore)
	return ok && t.EarlyClobber(o, src)
}

// Clobbers reports whether the result of o must not lie in the register of value v,
// because o still reads v when it begins to write.
func (p *Program) Clobbers(o *Op, v int) bool {
	for k, s := range o.Src {
		if s == v && p.EarlyClobber(o, k) {
			return true
		}
	}
	return false
}

// SmallFrame is the size of a frame from which on the assembler has a function that
// calls no other look at the stack's limit: StackSmall of the Go toolchain. There the
// runtime stops a goroutine. Without it a loop over blocks in Go would not be stopped
// before its end, because almost all of its time is in the assembly.
const SmallFrame = 128
