// Package cost estimates how long the operations take on one core, so that package sumlog can
// tell when to share their work and how to divide it. The comparison program prints beside each
// estimate what it measures, and so what to set here.
package cost

import (
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// ByISA is the time of one item in nanoseconds, by instruction set.
type ByISA [4]float64

// Of returns the time by isa, which must be one that package kernel names.
func (c *ByISA) Of(isa kernel.ISA) float64 { return c[isa] }

// The times are those of arrays in the caches, where work of 8 to 100 µs lies, rounded. They were
// measured on an EPYC of Zen 4 (docs/performance.md); those of columns by their ratio to Log on an
// Intel Xeon, those of additions on an EPYC of Zen 3. No processor with NEON has
// been measured: it counts as AVX2, since an estimate that is too high wakes workers for nothing.
var (
	// Log is the time of an element of Log.
	Log = ByISA{kernel.Generic: 8.4, kernel.AVX2: 1, kernel.AVX512: 0.75, kernel.NEON: 1}

	// Log1p is the time of an element of Log1p, by its ratio to Log.
	Log1p = ByISA{kernel.Generic: 11, kernel.AVX2: 1.4, kernel.AVX512: 1.1, kernel.NEON: 1.4}

	// Exp is the time of an element of Exp, by its ratio to Log.
	Exp = ByISA{kernel.Generic: 6, kernel.AVX2: 0.7, kernel.AVX512: 0.6, kernel.NEON: 0.7}

	// LogSumExp is the time of an element of LogSumExp, by its ratio to Log.
	LogSumExp = ByISA{kernel.Generic: 8, kernel.AVX2: 1.1, kernel.AVX512: 0.9, kernel.NEON: 1.1}

	// RelEntr and KLDiv are the times of their elements, by their ratios to Log.
	RelEntr = ByISA{kernel.Generic: 18, kernel.AVX2: 1.8, kernel.AVX512: 1.5, kernel.NEON: 1.8}
	KLDiv   = ByISA{kernel.Generic: 26, kernel.AVX2: 2.9, kernel.AVX512: 2.3, kernel.NEON: 2.9}

	// XLogY is the time of an element of XLogY, by its ratio to Log.
	XLogY = ByISA{kernel.Generic: 11, kernel.AVX2: 1.6, kernel.AVX512: 1.2, kernel.NEON: 1.6}

	// SumLog1p is the time of an element of SumLog1p, by its ratio to SumLog.
	SumLog1p = ByISA{kernel.Generic: 4, kernel.AVX2: 0.4, kernel.AVX512: 0.35, kernel.NEON: 0.4}

	// DotLog is the time of an element of DotLog, by its ratio to Log.
	DotLog = ByISA{kernel.Generic: 14, kernel.AVX2: 1.9, kernel.AVX512: 1.4, kernel.NEON: 1.9}

	// DotLogCounts is the time of an element of DotLogCounts with counts of two bits.
	DotLogCounts = ByISA{kernel.Generic: 16, kernel.AVX2: 1.1, kernel.AVX512: 1.2, kernel.NEON: 1.1}

	// DotLogRatio is the time of an element of DotLogRatio, by its ratio to Log.
	DotLogRatio = ByISA{kernel.Generic: 18, kernel.AVX2: 2.4, kernel.AVX512: 2, kernel.NEON: 2.4}

	// LogAccumulate is the time of an element of LogAccumulate, x >= 15.
	LogAccumulate = ByISA{kernel.Generic: 35, kernel.AVX2: 6, kernel.AVX512: 3.8, kernel.NEON: 6}

	// LogGamma is the time of an element of LogGamma and LogFactorial, x < 9. It and those of
	// its kin are by their ratio to LogAccumulate.
	LogGamma = ByISA{kernel.Generic: 18, kernel.AVX2: 4, kernel.AVX512: 2, kernel.NEON: 4}

	// LogRising is the time of an element of LogRising, mixed x and n.
	LogRising = ByISA{kernel.Generic: 50, kernel.AVX2: 11, kernel.AVX512: 6.8, kernel.NEON: 11}

	// LogBeta is the time of an element of LogBeta, mixed arguments.
	LogBeta = ByISA{kernel.Generic: 75, kernel.AVX2: 16, kernel.AVX512: 11, kernel.NEON: 16}

	// LogBinomial is the time of an element of LogBinomial, counts.
	LogBinomial = ByISA{kernel.Generic: 62, kernel.AVX2: 13, kernel.AVX512: 8.5, kernel.NEON: 13}

	// LogMultichoose is the time of an element of LogMultichoose, counts.
	LogMultichoose = ByISA{
		kernel.Generic: 75, kernel.AVX2: 16, kernel.AVX512: 10, kernel.NEON: 16,
	}

	// DirectTerm is the time of a term of an element of LogAccumulateDirect.
	DirectTerm = ByISA{kernel.Generic: 6.7, kernel.AVX2: 1, kernel.AVX512: 0.65, kernel.NEON: 1}

	// SumLog is the time of an element of SumLog, between L1 and memory.
	SumLog = ByISA{kernel.Generic: 2.3, kernel.AVX2: 0.25, kernel.AVX512: 0.25, kernel.NEON: 0.25}

	// SumLogAbs is the time of an element of SumLogAbs.
	SumLogAbs = ByISA{kernel.Generic: 3.2, kernel.AVX2: 1, kernel.AVX512: 1, kernel.NEON: 1}

	// SumLogColumns is the time of an element of SumLogColumns, long columns, between L1 and memory.
	SumLogColumns = ByISA{
		kernel.Generic: 2.7, kernel.AVX2: 0.35, kernel.AVX512: 0.3, kernel.NEON: 0.35,
	}

	// Group is the time of an element of SumLogGroups and a sixteenth of the time of a group.
	Group = ByISA{kernel.Generic: 2.4, kernel.AVX2: 0.3, kernel.AVX512: 0.25, kernel.NEON: 0.3}

	// Add is the time of a float64 of Add: AddOf has other types.
	Add = ByISA{kernel.Generic: 0.9, kernel.AVX2: 0.3, kernel.AVX512: 0.3, kernel.NEON: 0.3}

	row        = ByISA{kernel.Generic: 17, kernel.AVX2: 1.2, kernel.AVX512: 1, kernel.NEON: 1.2}
	rowElement = ByISA{kernel.Generic: 2.9, kernel.AVX2: 0.22, kernel.AVX512: 0.2, kernel.NEON: 0.22}
)

// ExpRow returns the time of a row of LogSumExpRows with that many columns.
func ExpRow(isa kernel.ISA, cols int) float64 {
	return expRow(isa, cols) + LogSumExp.Of(isa)*float64(cols)
}

// SoftmaxRow returns the time of a row of Softmax and LogSoftmax with that many columns.
func SoftmaxRow(isa kernel.ISA, cols int) float64 {
	return ExpRow(isa, cols) + Exp.Of(isa)*float64(cols)
}

// DotRow returns the time of a row of DotLogRows with that many columns.
func DotRow(isa kernel.ISA, cols int) float64 {
	return expRow(isa, cols) + DotLog.Of(isa)*float64(cols)
}

// expRow returns the time of a row of these without its elements.
func expRow(isa kernel.ISA, cols int) float64 {
	if isa != kernel.Generic && 1 < cols && cols <= generic.MaxLaneRow {
		return 6 // one of several that are taken at once
	}
	return 120
}

// CarefulDotLog returns the time of an element of the second pass of DotLog.
func CarefulDotLog(isa kernel.ISA) float64 { return 2 * DotLog.Of(isa) }

// AddOf returns the time of an element of Add with that many bytes: vectors hold more of smaller
// elements.
func AddOf(isa kernel.ISA, size uintptr) float64 {
	if isa == kernel.Generic {
		return Add.Of(isa)
	}
	return Add.Of(isa) * float64(size) / 8
}

// AddColumns is the time of a row of AddColumns, which is plain Go.
const AddColumns = 0.6

// Widen returns the time in which an element of that many bytes is converted to float64, beyond
// the caches. Where there is no kernel for it, a loop in Go does.
func Widen(isa kernel.ISA, size int) float64 {
	if size < 4 || isa == kernel.Generic {
		return 0.5
	}
	return 0.1
}

// Row returns the time of a row of SumLogRows with that many columns.
func Row(isa kernel.ISA, cols int) float64 {
	return row.Of(isa) + rowElement.Of(isa)*float64(cols)
}

// Direct returns the time of an element of LogAccumulateDirect with that many terms.
func Direct(isa kernel.ISA, terms int) float64 {
	return DirectTerm.Of(isa) * float64(terms)
}
