package dispatch

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"sumlog/internal/cpu"
	"sumlog/kernel"
)

// The environment variable that lowers the choice of instruction set.
const ceilingVariable = "SUMLOG_ISA"

// choice is the decision on the instruction set.
type choice struct {
	allowed []kernel.ISA // the supported ones up to the ceiling
	ceiling string       // the variable's value, if it set one
	problem string       // what is wrong with the variable's value
}

// choose applies the ceiling of that name, in upper or lower case, to the instruction sets
// that a processor of that architecture supports. A name of the architecture is a ceiling even
// where that instruction set is not available; a wrong name changes nothing. Both are problems
// to report rather than errors: a misspelt variable should neither stop a program nor slow it
// down a thousandfold.
func choose(ceiling, arch string, supported []kernel.ISA) choice {
	c := choice{allowed: supported}
	name := strings.TrimSpace(ceiling)
	if name == "" {
		return c
	}
	isa, err := kernel.ParseISA(strings.ToLower(name))
	switch {
	case err != nil:
		c.problem = fmt.Sprintf("%s=%s is ignored: unknown instruction set; "+
			"this binary and processor have %v", ceilingVariable, ceiling, supported)
		return c
	case isa != kernel.Generic && architecture(isa) != arch:
		c.problem = fmt.Sprintf("%s=%s is ignored: not of this architecture, %s; "+
			"this binary and processor have %v", ceilingVariable, ceiling, arch, supported)
		return c
	}
	// The sets of one architecture are in order.
	above := slices.IndexFunc(supported, func(s kernel.ISA) bool { return s > isa })
	if above < 0 {
		above = len(supported)
	}
	c.allowed, c.ceiling = supported[:above], name
	if !slices.Contains(supported, isa) {
		c.problem = fmt.Sprintf("%s=%s is not available here: this binary and processor have %v",
			ceilingVariable, ceiling, supported)
	}
	return c
}

// architecture returns the GOARCH that has isa.
func architecture(isa kernel.ISA) string {
	if isa == kernel.NEON {
		return "arm64"
	}
	return "amd64"
}

// decided makes the choice when it is first needed, and not when the program starts: a program
// that links this package and never computes prints nothing.
var decided = sync.OnceValue(func() choice {
	c := choose(os.Getenv(ceilingVariable), runtime.GOARCH, kernel.Supported())
	if c.problem != "" {
		fmt.Fprintf(os.Stderr, "sumlog: %s\n", c.problem)
	}
	current.CompareAndSwap(0, uint32(c.allowed[len(c.allowed)-1])+1)
	return c
})

// current is the chosen ISA plus one, and zero until the choice is made, so that small calls
// cost one load.
var current atomic.Uint32

// used is set once Use has replaced the choice.
var used atomic.Bool

// ISA returns the instruction set in force: the best that this binary has and this processor
// runs, unless the environment variable SUMLOG_ISA (generic, avx2, avx512 or neon) set a lower
// ceiling or [Use] chose another. An operation may use a lower one where that is faster; the
// bits are the same.
//
// SUMLOG_ISA is read once, when the package first needs it, in upper or lower case. A name
// that is unknown, or of another architecture, is ignored; one that is not available here
// selects the best below it. Both cases print a line on standard error and appear in [Report].
func ISA() kernel.ISA {
	if isa := current.Load(); isa != 0 {
		return kernel.ISA(isa - 1)
	}
	decided()
	return kernel.ISA(current.Load() - 1)
}

// Use puts isa in force from now on, in all goroutines. Results do not depend on it: every
// instruction set computes the same bits.
//
// An isa that is not supported here, or that lies above the ceiling set by SUMLOG_ISA, is an
// error that wraps [errors.ErrUnsupported] and names the usable ones. Nothing changes then.
func Use(isa kernel.ISA) error {
	if err := allow(isa); err != nil {
		return fmt.Errorf("sumlog/dispatch: Use(%v): %w", isa, err)
	}
	current.Store(uint32(isa) + 1)
	used.Store(true)
	return nil
}

// allow returns why isa cannot be used, or nil.
func allow(isa kernel.ISA) error {
	c := decided()
	switch {
	case slices.Contains(c.allowed, isa):
		return nil
	case c.ceiling != "" && slices.Contains(kernel.Supported(), isa):
		return fmt.Errorf("%w: %s=%s allows %v",
			errors.ErrUnsupported, ceilingVariable, c.ceiling, c.allowed)
	}
	return fmt.Errorf("%w: this binary and processor have %v", errors.ErrUnsupported, c.allowed)
}

// detect returns the instruction sets that this processor and operating system run, whether or
// not this binary has kernels for them.
func detect() []kernel.ISA {
	list := []kernel.ISA{kernel.Generic}
	if cpu.HasAVX2() {
		list = append(list, kernel.AVX2)
	}
	if cpu.HasAVX512() {
		list = append(list, kernel.AVX512)
	}
	if cpu.HasNEON() {
		list = append(list, kernel.NEON)
	}
	return list
}
