// Package sumlog is a module for summing logarithms, and for adding the vectors
// and table columns around them, at the speed of the hardware, correct to the last
// place, with the same bits on every machine.
//
// This root package holds the description and the headline benchmarks
// (go test -bench=. here); the work is done by
//
//   - [sumlog/dispatch]: the operations, by the best instruction set there is and
//     over all cores. What most programs import.
//   - [sumlog/kernel]: the same operations on one thread, by the instruction set
//     that the caller names.
//   - [sumlog/shared]: typed tables in shared memory, which workers fill in place.
//
// A program that has 100 000 objects and wants Σ ln(1+i+x) over a thousand terms
// for each:
//
//	import "sumlog/dispatch"
//
//	sums := make([]float64, len(x))
//	dispatch.LogAccumulate(sums, x, 1000)
//
// The assembly is generated: go generate ./... rewrites it from the descriptions
// in gen, byte for byte. Package sumlog/internal/generic is its specification, in
// plain Go, and every implementation returns its bits. The comparison program,
// go run ./bench, shows what that is worth on the machine at hand.
package sumlog

//go:generate go -C gen run .
