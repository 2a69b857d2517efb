package kernel

import (
	"fmt"
	"math"

	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// DotLogTerms sets hi[j] + lo[j] = w[j]·ln x[j]: terms of a [DotLogSum] before they are rounded,
// for sums that take one element at a time, such as those of many groups whose elements are mixed.
// lo[j] is at most a unit in the last place of hi[j].
//
// Max error: 2^-56.6 of the term.
//
// Special values: hi[j] is as [XLogY] has it. Where it is infinite or NaN, lo[j] is NaN.
//
// Panics where the slices differ in length, hi or lo overlaps another slice, or isa is not
// [Supported].
func DotLogTerms(isa ISA, hi, lo, w, x []float64) {
	const op = "sumlog/kernel: DotLogTerms"
	checkISA(op, isa)
	check.BinaryNamed(op, "w", "x", hi, w, x)
	check.Disjoint(op, "w", hi, w)
	check.Disjoint(op, "x", hi, x)
	checkLow(op, lo, hi, w, x)
	raceAccess(hi, w, x)
	raceAccess(lo, nil, nil)
	const n = generic.Width
	var l generic.DotLanes // of one element each
	for hasAssembly && isa != Generic && len(x) >= n {
		if callDotLog(isa, &l.S[0], &w[0], &x[0], 1, 1, &l.Fallback); l.Fallback == 0 {
			take((*[n]float64)(hi), (*[n]float64)(l.S[:]))
			take((*[n]float64)(lo), (*[n]float64)(l.C[:]))
		} else {
			generic.DotLogTerms(hi, lo, w, x[:n])
			l = generic.DotLanes{}
		}
		hi, lo, w, x = hi[n:], lo[n:], w[n:], x[n:]
	}
	generic.DotLogTerms(hi, lo, w, x)
}

// ExpTerms sets hi[j] + lo[j] = e^x[j], for sums that take one element at a time: for x[j] of at
// most 600 in magnitude, where products of the pair with powers of two down to 2^-50 are exact.
// Elsewhere hi[j] is as [Exp] has it, and lo[j] is 0. hi[j] is the nearest number to the pair.
//
// Max error: 2^-56 of the term.
//
// Panics where the slices differ in length, hi or lo overlaps another slice, or isa is not
// [Supported].
func ExpTerms(isa ISA, hi, lo, x []float64) {
	const op = "sumlog/kernel: ExpTerms"
	checkISA(op, isa)
	check.Lengths(op, "x", len(hi), len(x))
	check.Disjoint(op, "x", hi, x)
	checkLow(op, lo, hi, nil, x)
	raceAccess(hi, x, nil)
	raceAccess(lo, nil, nil)
	const n = generic.Width
	unit := generic.NewExpUnit(0)
	var l generic.ExpLanes // of one element each
	for hasAssembly && isa != Generic && len(x) >= n {
		if haveExpTerms(x[:n]) {
			callExpSum(isa, &l.S[0], &x[0], 1, 1, &unit.Shift)
			take((*[n]float64)(hi), (*[n]float64)(l.S[:]))
			take((*[n]float64)(lo), (*[n]float64)(l.C[:]))
		} else {
			generic.ExpTerms(hi, lo, x[:n])
		}
		hi, lo, x = hi[n:], lo[n:], x[n:]
	}
	generic.ExpTerms(hi, lo, x)
}

// take moves the lanes to dst and empties them.
func take(dst, lanes *[generic.Width]float64) {
	*dst = *lanes
	*lanes = [generic.Width]float64{}
}

func haveExpTerms(x []float64) bool {
	for _, v := range x {
		if !(math.Abs(v) <= generic.ExpTermsMax) {
			return false
		}
	}
	return true
}

// checkLow panics where lo is not a slice by itself, as long as the others.
func checkLow(op string, lo, hi, w, x []float64) {
	if len(lo) != len(hi) {
		panic(fmt.Sprintf("%s: len(hi) = %d, len(lo) = %d", op, len(hi), len(lo)))
	}
	check.Disjoint(op, "hi", lo, hi)
	check.Disjoint(op, "w", lo, w)
	check.Disjoint(op, "x", lo, x)
}
