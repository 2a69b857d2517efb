package kernel

import (
	"math"

	"sumlog/internal/generic"
)

// sumLogRows is SumLogRows of checked arguments.
func sumLogRows(isa ISA, dst, x []float64, cols int) {
	switch {
	case !hasAssembly || isa == Generic:
		generic.SumLogRows(dst, x, cols)
	case cols > generic.MaxRow:
		for r := range dst {
			dst[r] = sumLog(isa, x[r*cols:(r+1)*cols])
		}
	case cols <= generic.Row8:
		sumRowsOf8(isa, dst, x, cols)
	default:
		sumRows(isa, dst, x, cols)
	}
}

// sumRowsOf8 is sumLogRows of rows of at most 8 elements.
func sumRowsOf8(isa ISA, dst, x []float64, cols int) {
	const block = 256
	lanes := lanesOf(isa)
	inside := len(dst)
	if readsBeyond {
		inside = rowsInside(len(x), len(dst), cols, 0)
	}
	inside &^= lanes - 1
	for r := 0; r < inside; r += block {
		rows := min(block, inside-r)
		if cols > 1 {
			sumVectorsOfRows(isa, dst[r:r+rows], x[r*cols:], cols)
			continue
		}
		var sums [block]float64 // dst may be x
		sumVectorsOfRows(isa, sums[:rows], x[r:], cols)
		copy(dst[r:], sums[:rows])
	}
	dst, x = dst[inside:], x[inside*cols:]
	if len(dst) > 0 { // less than a vector of rows, and those behind which x ends too early
		var sums [maxLanes + generic.Row8]float64
		var rows [(maxLanes + 1) * generic.Row8]float64
		copy(rows[:], x)
		for i := len(x); i < len(rows); i++ {
			rows[i] = 1
		}
		n := wholeVectors(isa, len(dst))
		sumVectorsOfRows(isa, sums[:n], rows[:], cols)
		copy(dst, sums[:])
	}
}

// sumVectorsOfRows is sumRowsOf8 of a whole number of vectors. On targets that read beyond rows,
// 8 elements from the last row on can be read.
func sumVectorsOfRows(isa ISA, dst, x []float64, cols int) {
	if rowsOnFastPath(isa, dst, x, cols) {
		return
	}
	for r := range dst {
		if row := x[r*cols : (r+1)*cols]; math.IsNaN(dst[r]) || leavesFastPath(row) {
			dst[r] = sumLogSplit(isa, row)
		}
	}
}

// rowsOnFastPath reports whether no row left the fast path.
func rowsOnFastPath(isa ISA, dst, x []float64, cols int) bool {
	var fallback float64
	mask := float64s(&generic.TailMask[generic.RowPair-cols])
	callRowsOf8(isa, &dst[0], &x[0], 8*cols, mask, generic.Row8-cols, len(dst), &fallback)
	return fallback == 0
}

// leavesFastPath reports whether a factor is below RawMin: see [generic.ProductBlock].
func leavesFastPath(row []float64) bool {
	for _, v := range row {
		if int32(math.Float64bits(v)>>32) < generic.RawMin {
			return true
		}
	}
	return false
}

// sumRows is sumLogRows of longer rows.
func sumRows(isa ISA, dst, x []float64, cols int) {
	plan := generic.NewRowPlan(cols)
	switch {
	case len(dst) <= minLanes && lanesOf(isa) == minLanes:
		var lanes [minLanes]generic.RowLanes
		var p, e [minLanes]float64
		var exp [minLanes]int64
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], x, len(dst), cols, &plan)
		logsOfRows(isa, dst, p[:], e[:], exp[:], x, cols)
		return
	case len(dst) <= maxLanes:
		var lanes [maxLanes]generic.RowLanes
		var p, e [maxLanes]float64
		var exp [maxLanes]int64
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], x, len(dst), cols, &plan)
		logsOfRows(isa, dst, p[:], e[:], exp[:], x, cols)
		return
	}
	var lanes [generic.RowBlock]generic.RowLanes
	var p, e [generic.RowBlock]float64
	var exp [generic.RowBlock]int64
	for len(dst) > 0 {
		rows := min(len(p), len(dst))
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], x, rows, cols, &plan)
		logsOfRows(isa, dst[:rows], p[:], e[:], exp[:], x, cols)
		dst, x = dst[rows:], x[rows*cols:]
	}
}

// multiplyRows multiplies the first rows of x, by way of their lanes. The last
// 8 elements of a row are read whole too.
func multiplyRows(
	isa ISA, p, e []float64, exp []int64, lanes []generic.RowLanes,
	x []float64, rows, cols int, plan *generic.RowPlan,
) {
	whole := (cols - 1) &^ (generic.Row8 - 1)
	mask := float64s(&generic.RowMask.And[whole+generic.Row8-cols])
	inside := rowsInside(len(x), rows, cols, whole)
	if inside > 0 {
		callProductRows(isa, &lanes[0].P[0], &x[0], &x[whole], mask, float64s(&plan.Has[0]), inside)
	}
	if inside < rows { // by one
		var last [generic.Row8]float64
		row := x[inside*cols : rows*cols]
		copy(last[:], row[whole:])
		callProductRows(isa, &lanes[inside].P[0], &row[0], &last[0], mask, float64s(&plan.Has[0]), 1)
	}
	callReduceRows(isa, &p[0], &e[0], float64s(&exp[0]), &lanes[0].P[0], wholeVectors(isa, rows))
}

// rowsInside returns how many of the rows have 8 elements from column on that do not
// reach beyond n elements.
func rowsInside(n, rows, cols, column int) int {
	return min(rows, max(0, (n-column-generic.Row8+cols)/cols))
}

// wholeVectors rounds a number of rows, one a lane, up to whole vectors.
func wholeVectors(isa ISA, rows int) int {
	lanes := lanesOf(isa)
	return (rows + lanes - 1) &^ (lanes - 1)
}

// logsOfRows sets dst to the logarithms of the products of rows of x.
func logsOfRows(isa ISA, dst, p, e []float64, exp []int64, x []float64, cols int) {
	callLogRows(isa, &p[0], &e[0], float64s(&exp[0]), wholeVectors(isa, len(dst)))
	for r, v := range p[:len(dst)] {
		if math.IsNaN(v) { // or the row left the fast path
			v = sumLogSplit(isa, x[r*cols:(r+1)*cols])
		}
		dst[r] = v
	}
}
