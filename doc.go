// Package sumlog computes sums of logarithms, and sums of vectors and table columns, on all
// cores: at the speed of the hardware, correct to the last place, with the same bits on every
// machine and for every number of workers.
//
// A program that has 100 000 objects and wants Σ ln(1+i+x) over a thousand terms for each:
//
//	sums := make([]float64, len(x))
//	sumlog.LogAccumulate(sums, x, 1000)
//
// Functions use the best instruction set of the processor and, where the work is worth
// sharing, the workers of [dispatch.Default]. The same operations as methods of [Run], which
// [On] returns, end early with a context, use another pool and report progress; [AddOn],
// [AddColumnsOn], [SumLogOfOn] and [SumLogRowsOfOn] are functions, since methods cannot be generic.
//
// Below this package are
//
//   - [sumlog/dispatch]: the choice of the instruction set, and the pool of pinned workers
//     for functions of your own.
//   - [sumlog/kernel]: the operations on one thread, by the instruction set that the
//     caller names, and [kernel.Product], their accumulator.
//   - [sumlog/shared]: typed tables in shared memory, which workers and processes fill in
//     place.
//
// The arguments of an operation must not be written while it runs. The race detector reports
// such writes, except to the memory of package shared, which it does not watch.
//
// Slices that differ in length, overlap in part, and similar mistakes of the programmer panic,
// before any work, with the operation's name and both values. Failures of a file, a pool or a
// context are errors.
package sumlog

//go:generate go -C gen run .
