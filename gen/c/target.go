// Package c prints programs as C, as they are recorded: a compiler allocates their registers.
// An operation is a macro, which a header for each instruction set defines.
package c

import (
	"slices"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// Target is an instruction set whose operations a header of macros defines.
type Target struct {
	Name  string    // of its files and functions
	Guard string    // the macro that is not 0 where a compiler has the instruction set
	Width int       // of its vectors, in lanes
	Masks bool      // whether masks have a type of their own
	Extra []ir.Code // the operations that it has and some targets lack
}

// Targets lists the instruction sets, those of one architecture in the order of preference.
var Targets = []Target{
	{Name: "generic", Guard: "1", Width: 1},
	{Name: "avx2", Guard: "SUMLOG_X86", Width: 4},
	{Name: "avx512", Guard: "SUMLOG_X86", Width: 8, Masks: true, Extra: []ir.Code{ir.ConvertToFloat64, ir.NotPositive}},
	{Name: "neon", Guard: "SUMLOG_ARM", Width: 2, Extra: []ir.Code{ir.ConvertToFloat64}},
}

// lookup is the entry of table b at the low three bits of each lane of a.
const lookup = ir.FirstTarget

// Lanes is how many elements a vector has.
func (t Target) Lanes() int { return t.Width }

// Has reports whether it has an operation that some targets lack.
func (t Target) Has(c ir.Code) bool { return slices.Contains(t.Extra, c) }

// Registers tells only whether there is a class: a compiler knows how many it has.
func (t Target) Registers(c ir.Class) int {
	if c == ir.Mask && !t.Masks {
		return 0
	}
	return 1
}

// Folds is the compiler's business as well.
func (Target) Folds(*ir.Op, int) bool { return false }

// Lookup is one operation, whatever it takes.
func (Target) Lookup(m *build.Machine, name string, table []uint64, i int) int {
	return m.Emit(lookup, 0, i, m.Table(name, table))
}
