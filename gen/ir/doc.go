// Package ir is the program of a kernel: a list of operations on values without number.
// Package build records one, package regalloc gives its values registers, and a target
// (packages amd64 and arm64) prints it as assembly.
package ir
