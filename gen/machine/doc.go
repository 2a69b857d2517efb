// Package machine is the vector machine that sumlog's kernels are written
// against: the operations a kernel may use, and the recorder that turns a kernel,
// a Go function, into a list of instructions on values without number. A target
// (packages amd64 and arm64) says how many lanes a vector has and prints that list once
// registers are allocated.
//
// A kernel never learns the lane count, nor how many vectors a value is made of:
// each value stands for a group of vectors, and each operation is recorded once
// for every vector of the group, side by side, so that independent chains fill
// the pipelines.
package machine
