// Package dispatch chooses the instruction set for sumlog's operations, and runs them and
// functions of your own on all cores of the machine.
//
// [ISA] is the instruction set in force; [Use] and the environment variable SUMLOG_ISA change
// it. A [Pool] shares work between pinned workers; the one of [Default] needs neither set-up
// nor closing. [Pool.For], [Pool.ForContext] and [Map] run functions over ranges and elements,
// [Pool.Do] runs a [Task] without allocating, and [Async] runs functions on goroutines of
// their own, as many at once as there are workers. [Report] says what was chosen for this
// machine, and why.
//
// Mistakes of the program, such as a negative count or a nil function, panic on the caller's
// goroutine before any work is done. A cancelled context and a closed pool are errors.
package dispatch
