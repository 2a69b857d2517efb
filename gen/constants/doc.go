// Package constants is the origin of the constants in internal/generic/constants.go. Its tests
// derive them with Sollya, by constants.sollya, and compare them, bit for bit, with the committed
// ones, and their errors with what the comments state:
//
//	make constants
//
// They check the same by math/big, without Sollya, except for the last bits of the polynomials.
package constants
