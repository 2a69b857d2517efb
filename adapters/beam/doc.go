// Package sumlogbeam runs the kernels of sumlog in Apache Beam pipelines.
//
// A pipeline reads numbers as a PCollection of [Chunk] or [Pairs], by [ReadNpy], [ReadCSV] or a
// DoFn of its own, and hands it to a sum or an elementwise operation:
//
//	chunks := sumlogbeam.ReadNpy(s, "data/*.npy")
//	sum := sumlogbeam.SumLog(s, chunks)          // PCollection<float64> of one element
//	logs := sumlogbeam.Log(s, chunks)            // PCollection<Chunk>
//
// Sums per key are beam.CombinePerKey with [SumLogFn], [SumLog1pFn], [LogSumExpFn] or [DotLogFn].
//
// # Order and bundles
//
// A runner cuts its input into bundles as it likes and merges their accumulators in any order.
// [SumLog] depends on the factors rather than on their order and parts: the bits are those of
// sumlog.SumLog but where the sum lies so close to the boundary of a rounding that the orders,
// which differ by some 10^-30 of the product, fall on both sides of it. See kernel.Product for
// what is certain and what is overwhelmingly likely. [SumLogInOrder] is certain for every
// bundling, and keeps 26 bytes for every 4096 elements until the end.
//
// # Coders
//
// Beam sends accumulators between workers. Without a registered coder it encodes the exported
// fields of a struct, of which an accumulator has none: the sum is of nothing, and the
// pipeline succeeds. This package registers the coders of everything that it hands to Beam, and
// of kernel.Product, kernel.Log1pSum, kernel.ExpSum and kernel.DotLogSum for DoFns and CombineFns
// of others.
package sumlogbeam
