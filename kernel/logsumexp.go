package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogSumExp returns ln Σ e^x[j] without overflow: the logarithm of a sum of likelihoods that are
// given by their logarithms.
//
// Max error: 1 ULP where the result is at least 1/8 in magnitude, and 0.6 ULP plus 2^-56 absolute
// everywhere. An element alone, or among others that are -Inf, is the result.
//
// Special values: a NaN gives NaN; else a +Inf gives +Inf; elements that are -Inf count for
// nothing; no elements, or -Inf alone, give -Inf.
//
// Panics where isa is not [Supported].
//
// Method: the largest element of a block of 4096 gives a power of two, in units of which the
// exponentials are added with their errors over 32 lanes, whatever the instruction set: the same
// bits everywhere. Blocks with elements of 2^40 or more, or whose elements are all below -2^40,
// are plain Go. See docs/numerics.md.
func LogSumExp(isa ISA, x []float64) float64 {
	checkISA("sumlog/kernel: LogSumExp", isa)
	raceAccess(nil, x, nil)
	return logSumExp(isa, x)
}

// LogSumExpRows sets dst[r] = ln Σ e^x[r·cols+c], c from 0 to cols-1: x holds the rows of a matrix
// one after the other. Each has the bits that [LogSumExp] of it has, and its error bound and
// special values.
//
// Panics where len(x) is not len(dst)·cols, cols is less than 1, dst overlaps x (unless cols is 1
// and they are the same), or isa is not [Supported].
func LogSumExpRows(isa ISA, dst, x []float64, cols int) {
	const op = "sumlog/kernel: LogSumExpRows"
	checkISA(op, isa)
	check.Rows(op, dst, x, cols)
	raceAccess(dst, x, nil)
	if takesRows(isa, len(dst), cols) {
		logSumExpOfRows(isa, dst, x, cols)
		return
	}
	for r := range dst {
		dst[r] = logSumExp(isa, x[r*cols:(r+1)*cols])
	}
}

// logSumExp is LogSumExp of checked arguments.
func logSumExp(isa ISA, x []float64) float64 {
	all := expSumOf(isa, x)
	return all.Log()
}

// expSumOf returns the sum of the exponentials of any number of elements.
func expSumOf(isa ISA, x []float64) generic.ExpSum {
	all := expOf(isa, x[:min(len(x), generic.Block)])
	for i := generic.Block; i < len(x); i += generic.Block {
		block := expOf(isa, x[i:min(len(x), i+generic.Block)])
		all.Merge(&block)
	}
	return all
}

// expOf returns the sum over at most generic.Block elements, which takes a few microseconds:
// assembly is not preempted.
func expOf(isa ISA, x []float64) generic.ExpSum {
	if !hasAssembly || isa == Generic || len(x) == 0 {
		return generic.ExpOf(x)
	}
	m := largestOf(isa, x)
	if generic.IsWideExp(m) {
		return generic.ExpOf(x)
	}
	unit, l := generic.NewExpUnit(m), generic.NewExpLanes()
	parts, half, rest := stripesOf(len(x))
	for _, p := range parts {
		if p.n > 0 {
			callExpSum(isa, &l.S[p.half], &x[p.from], p.n, p.rows, &unit.Shift)
		}
	}
	if rest > 0 {
		var row [generic.Width]float64
		for i := copy(row[:], x[len(x)-rest:]); i < len(row); i++ {
			row[i] = unit.Least // the term is 0
		}
		callExpSum(isa, &l.S[half], &row[0], 1, 1, &unit.Shift)
	}
	return l.Sum(m, len(x))
}

// largestOf returns the largest of one or more elements, +0 instead of -0. It means nothing where
// one of them is a NaN: then it is either wide, or the lanes are NaN.
func largestOf(isa ISA, x []float64) (m float64) {
	whole := wholeGroups(isa, len(x), lanesOf(isa))
	callLargest(isa, &m, &x[0], whole)
	return max(m, generic.Largest(x[whole:])) + 0
}
