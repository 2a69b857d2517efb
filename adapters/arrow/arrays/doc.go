// Package arrays has sumlog's functions for Apache Arrow's arrays and chunked arrays of float64,
// float32, and signed and unsigned integers of 8 to 64 bits.
//
// Sums read the arrays in place. Null elements do not count: a sum has the bits that sumlog's
// function of that name returns for the other elements, in their order and converted to float64,
// whatever the chunks, and whatever the values under the nulls. Integers beyond 2^53 are rounded
// to the nearest float64 first. A sum of no elements has the value for an empty slice.
//
// Elementwise functions return a new array of float64, which is null where an argument is. Its
// buffers come from the allocator, which aligns them to 64 bytes if it is one of Arrow's, and
// share nothing with those of the arguments.
//
// All functions run on all cores; see package dispatch. They return ctx.Err() where ctx ends
// first, and an error that wraps [arrow.ErrType] where an array has another type. They panic where
// arguments differ in length.
package arrays
