// Package dispatch runs sumlog's operations with the best instruction set of the
// machine and, where it pays, on all its cores.
//
// The functions of this package are those of package kernel without the choice of
// an instruction set, and compute the same bits whatever the number of workers.
// Small arguments cost a comparison or two more than the kernel itself. Larger
// ones are shared between the workers of a [Pool], by default that of [Default].
// Nothing needs to be set up or closed.
//
// Arguments of one operation must not be written by anybody else while it runs. The
// race detector reports it if they are, but for the memory of package shared, which
// it does not watch.
// Slices of different length, a column out of range and the like are mistakes of
// the program: a panic on the caller's goroutine, before any work is done. Each
// operation that can take long has a form with a context that returns early, its
// results partly written, when the context ends.
//
// [Pool.For], [Pool.ForContext] and [Map] run functions of your own in the same
// way, and [Async] on goroutines beside, as many at once as there are workers.
// [Report] tells what was chosen for this machine, and why.
package dispatch
