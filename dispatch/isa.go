package dispatch

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"sumlog/kernel"
)

// The environment variable that lowers the choice of instruction set.
const ceilingVariable = "SUMLOG_ISA"

// choice is what was decided about the instruction set.
type choice struct {
	allowed []kernel.ISA // the supported ones up to the ceiling
	ceiling string       // the variable's value, if it set one
	problem string       // what is wrong with the variable's value
}

// choose applies the ceiling of that name to the supported instruction sets. A
// wrong name changes nothing but is a problem to report: a program that stops, or
// runs a thousand times slower, for a misspelt variable helps nobody.
func choose(ceiling string, supported []kernel.ISA) choice {
	c := choice{allowed: supported}
	if ceiling == "" {
		return c
	}
	isa, err := kernel.ParseISA(ceiling)
	i := slices.Index(supported, isa)
	switch {
	case err != nil:
		c.problem = fmt.Sprintf("%s=%s is ignored: unknown instruction set; this binary and processor have %v",
			ceilingVariable, ceiling, supported)
	case i < 0:
		c.problem = fmt.Sprintf("%s=%s is ignored: not available here; this binary and processor have %v",
			ceilingVariable, ceiling, supported)
	default:
		c.allowed, c.ceiling = supported[:i+1], ceiling
	}
	return c
}

// decided makes the choice when it is first needed and not when the program
// starts: a program that links this package and never computes prints nothing.
var decided = sync.OnceValue(func() choice {
	c := choose(os.Getenv(ceilingVariable), kernel.Supported())
	if c.problem != "" {
		fmt.Fprintf(os.Stderr, "sumlog: %s\n", c.problem)
	}
	current.CompareAndSwap(0, uint32(c.allowed[len(c.allowed)-1])+1)
	return c
})

// current is the chosen ISA plus one, and zero until the choice is made: small
// calls pay one load for it.
var current atomic.Uint32

// used tells Report that Use had the last word.
var used atomic.Bool

// ISA returns the instruction set that the operations use: the best that this
// binary has and this processor runs, unless the environment variable SUMLOG_ISA
// (generic, avx2, avx512 or neon) set a lower ceiling or [Use] chose another. An
// operation without a kernel for it uses a lower one; [Report] names them.
//
// SUMLOG_ISA is read once, when the package first needs it. A name that is
// unknown or not available here is ignored, with a line on standard error and in
// [Report].
func ISA() kernel.ISA {
	if isa := current.Load(); isa != 0 {
		return kernel.ISA(isa - 1)
	}
	decided()
	return kernel.ISA(current.Load() - 1)
}

// Use makes isa the instruction set of the operations from now on, in all
// goroutines. Results do not depend on it: every instruction set computes the
// same bits.
//
// An isa that is not supported here, or that lies above the ceiling set by
// SUMLOG_ISA, is an error that wraps [errors.ErrUnsupported] and names the ones
// that can be used. Nothing changes then.
func Use(isa kernel.ISA) error {
	if err := allow(isa); err != nil {
		return fmt.Errorf("sumlog/dispatch: Use(%v): %w", isa, err)
	}
	current.Store(uint32(isa) + 1)
	used.Store(true)
	return nil
}

// allow returns why isa cannot be used, if so.
func allow(isa kernel.ISA) error {
	c := decided()
	switch {
	case slices.Contains(c.allowed, isa):
		return nil
	case c.ceiling != "" && slices.Contains(kernel.Supported(), isa):
		return fmt.Errorf("%w: %s=%s allows %v", errors.ErrUnsupported, ceilingVariable, c.ceiling, c.allowed)
	}
	return fmt.Errorf("%w: this binary and processor have %v", errors.ErrUnsupported, c.allowed)
}
