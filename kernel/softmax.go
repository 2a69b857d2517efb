package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// Softmax sets dst[r·cols+c] = e^x[r·cols+c] / Σ e^x[r·cols+k], k from 0 to cols-1: x holds the
// rows of a matrix one after the other, and each row of dst adds up to 1.
//
// Max error: 0.65 ULP, for every x, subnormal results included.
//
// Special values: a NaN makes its row NaN. -Inf gives 0. Beside a +Inf other elements give 0, and
// +Inf itself gives NaN, as does a row of -Inf alone: the difference of two infinities.
//
// dst may be x itself. Panics where the slices differ in length or overlap in part, cols is less
// than 1 or does not divide their length, or isa is not [Supported].
//
// Method: e^(x - [LogSumExp]), with the logarithm and the difference in two numbers each; no
// division. The same bits everywhere. See docs/numerics.md.
func Softmax(isa ISA, dst, x []float64, cols int) {
	const op = "sumlog/kernel: Softmax"
	checkISA(op, isa)
	check.RowResults(op, dst, x, cols)
	raceAccess(dst, x, nil)
	if takesRows(isa, len(x)/cols, cols) {
		softmaxOfRows(isa, dst, x, cols, false)
		return
	}
	for r := 0; r < len(x); r += cols {
		softmaxOfRow(isa, dst[r:r+cols], x[r:r+cols], false)
	}
}

// LogSoftmax sets dst[r·cols+c] to the logarithm of what [Softmax] gives, which is x[r·cols+c]
// less the [LogSumExp] of its row: it never exceeds 0, and does not underflow.
//
// Max error: 1 ULP where the result is at least 1/8 in magnitude, and 0.6 ULP plus 2^-56 absolute
// everywhere.
//
// Special values: a NaN makes its row NaN. -Inf gives -Inf. Beside a +Inf other elements give
// -Inf, and +Inf itself gives NaN, as does a row of -Inf alone.
//
// dst may be x itself. Panics where the slices differ in length or overlap in part, cols is less
// than 1 or does not divide their length, or isa is not [Supported].
func LogSoftmax(isa ISA, dst, x []float64, cols int) {
	const op = "sumlog/kernel: LogSoftmax"
	checkISA(op, isa)
	check.RowResults(op, dst, x, cols)
	raceAccess(dst, x, nil)
	if takesRows(isa, len(x)/cols, cols) {
		softmaxOfRows(isa, dst, x, cols, true)
		return
	}
	for r := 0; r < len(x); r += cols {
		softmaxOfRow(isa, dst[r:r+cols], x[r:r+cols], true)
	}
}

// softmaxOfRow is Softmax of a row, or LogSoftmax.
func softmaxOfRow(isa ISA, dst, x []float64, logarithm bool) {
	sum := expSumOf(isa, x)
	log, ok := sum.LogPair()
	if !ok && sum.LessLargest(dst, x) {
		x = dst
		sum = expSumOf(isa, x)
		log, ok = sum.LogPair()
	}
	switch {
	case !ok && logarithm:
	case !ok:
		Exp(isa, dst, dst)
	case !hasAssembly || isa == Generic:
		if logarithm {
			log.LogSoftmax(dst, x)
		} else {
			log.Softmax(dst, x)
		}
	default:
		lessLog(isa, dst, x, &log, logarithm)
	}
}

// lessLog sets dst to x less the logarithm, or to e to that power.
func lessLog(isa ISA, dst, x []float64, log *generic.LogPair, logarithm bool) {
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := softmaxGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	for i := 0; i < whole; i += block {
		callLessLog(isa, &dst[i], &x[i], min(block, whole-i), log, logarithm)
	}
	if whole < len(x) {
		var tail [softmaxGroup * maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		callLessLog(isa, &tail[0], &tail[0], group, log, logarithm)
		copy(dst[whole:], tail[:])
	}
}

func callLessLog(isa ISA, dst, x *float64, n int, log *generic.LogPair, logarithm bool) {
	if logarithm {
		callLogSoftmax(isa, dst, x, n, &log.H)
	} else {
		callSoftmax(isa, dst, x, n, &log.H)
	}
}
