// Package build is what sumlog's kernels are written against: the operations a kernel may
// use, and the recorder that turns a kernel, a Go function, into a program of package ir.
//
// A kernel never learns the lane count, nor how many vectors a value is made of:
// each value stands for a group of vectors, and each operation is recorded once
// for every vector of the group, side by side, so that independent chains fill
// the pipelines.
package build
