// Package exact is a small, certain reference for the sums of logarithms that
// this module computes: what kernel, dispatch and the comparison program are
// measured against.
//
// It rests on math/big alone and prefers the argument that is easy to check to
// the one that is fast. Every function states its error with the reason for
// it, and testdata holds a table made by MPFR, an independent implementation,
// that the tests compare it with. [DD] is the one thing here that is fast: it is
// for millions of results, of which it leaves those few to the others that it
// cannot judge.
//
// Relative errors below are of the exact result, and u is 2^-p for operations
// rounded to p bits: the largest relative error of one such operation.
package exact

// Prec is the precision, in bits, of the sums this package returns. How many
// of the bits are right is stated function by function: always more than the
// 2^-100 that tells a correctly rounded float64 from its neighbour in all but
// contrived cases.
const Prec = 192

// working is the precision of the steps on the way to a sum: Prec and a few
// bits to lose, in the same number of words as Prec+1 would take.
const working = Prec + 32
