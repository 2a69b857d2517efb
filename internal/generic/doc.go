// Package generic is the specification of sumlog's kernels: each one in plain
// Go, operation by operation, in the order in which every other implementation
// performs them. It runs everywhere and is what the assembly is compared with,
// bit for bit.
//
// A reader may take each line literally. [math.FMA] stands where the
// multiplication and the addition round once, float64(a*b) where the product
// rounds by itself: without the conversion the compiler is free to fuse it into
// the next addition, and does so on arm64, ppc64le, riscv64, s390x and
// GOAMD64=v3, but not elsewhere. The arithmetic is IEEE 754 binary64, rounding
// to nearest.
//
// Addition is the type's own, and stands in package kernel.
//
// The functions here check nothing. Package kernel documents them for users,
// checks the arguments and chooses an implementation.
package generic
