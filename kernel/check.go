package kernel

import "fmt"

// checkISA panics where isa is not one that this binary and processor have. It is inlined, and
// leaves the message to a function that is not, as those of package check do.
func checkISA(op string, isa ISA) {
	if usable>>isa&1 == 0 {
		panicISA(op, isa)
	}
}

//go:noinline
func panicISA(op string, isa ISA) {
	panic(fmt.Sprintf("%s: %v is not supported here: this binary and processor have %v",
		op, isa, supported))
}
