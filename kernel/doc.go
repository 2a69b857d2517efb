// Package kernel holds sumlog's kernels: sums of logarithms and vector addition
// on one thread, by the instruction set that the caller names.
//
// Each function takes an [ISA] and computes the same bits with every one of them:
// [Generic] is plain Go, the specification, and the others are generated assembly
// that performs the same IEEE 754 operations in the same order. Use package
// dispatch to have the best one chosen and the work split over all cores; use
// this package to decide for yourself.
//
// The operations start no goroutine, keep no argument and allocate nothing, but for
// the first large [Add], which asks the system for [CacheSize], and sums that keep space for their
// next calls in a sync.Pool: [SumLogColumns] and [MulColumns] 200 KiB, and 256 KiB more where
// columns have zeros or the like, [SumLogOf] and [SumLogRowsOf] 256 KiB. Slices may be empty.
// dst may be exactly one of the inputs; a partial overlap panics, as do slices of
// different lengths, a negative count and an ISA that is not [Supported].
//
// No alignment is needed: a slice may start at any byte, even within an element's
// width, as a view of packed records does. Plain Go's loads and stores are then
// misaligned too, which amd64, arm64, 386, ppc64le, riscv64, s390x and wasm allow, some
// at a cost. 32-bit arm and mips need elements aligned as Go itself aligns them.
//
// The functions assume the floating-point environment that Go sets up: rounding
// to nearest. A payload of a NaN is the one thing that is not part of the promise
// of equal bits.
//
// Build with the tag purego (or noasm) to leave all assembly out.
package kernel
