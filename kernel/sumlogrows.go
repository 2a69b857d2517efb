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

// noExponents are those of rows that are not normalised.
var noExponents [generic.RowBlock]int64

// sumRowsOf8 is sumLogRows of rows of at most 8 elements. Larger arrays take longer to clear
// than to fill.
func sumRowsOf8(isa ISA, dst, x []float64, cols int) {
	if len(dst) <= maxLanes {
		var p, e [maxLanes]float64
		multiplyRowsOf8(isa, p[:], e[:], x, len(dst), cols)
		logsOfRows(isa, dst, p[:], e[:], noExponents[:], x, cols)
		return
	}
	var p, e [generic.RowBlock]float64
	for len(dst) > 0 {
		rows := min(len(p), len(dst))
		multiplyRowsOf8(isa, p[:], e[:], x, rows, cols)
		logsOfRows(isa, dst[:rows], p[:], e[:], noExponents[:], x, cols)
		dst, x = dst[rows:], x[rows*cols:]
	}
}

// multiplyRowsOf8 multiplies the first rows of x, of at most 8 elements. 8 are read; where
// they would reach beyond x, the row is copied first.
func multiplyRowsOf8(isa ISA, p, e, x []float64, rows, cols int) {
	lanes := lanesOf(isa)
	mask := float64s(&generic.RowMask.And[generic.Row8-cols])
	inside := rowsInside(len(x), rows, cols, 0) &^ (lanes - 1)
	if inside > 0 {
		callRowsOf8(isa, &p[0], &e[0], &x[0], 8*cols, mask, inside)
	}
	if inside == rows {
		return
	}
	// Less than a vector of rows, and those behind which x ends too early.
	p, e, x, rows = p[inside:], e[inside:], x[inside*cols:rows*cols], rows-inside
	switch {
	case rows == 1: // in every lane
		var tail [generic.Row8]float64
		copy(tail[:], x)
		callRowsOf8(isa, &p[0], &e[0], &tail[0], 0, mask, lanes)
	case lanes == minLanes:
		var tail [(minLanes + 1) * generic.Row8]float64
		copy(tail[:], x)
		callRowsOf8(isa, &p[0], &e[0], &tail[0], 8*cols, mask, wholeVectors(isa, rows))
	default:
		var tail [(maxLanes + 1) * generic.Row8]float64
		copy(tail[:], x)
		callRowsOf8(isa, &p[0], &e[0], &tail[0], 8*cols, mask, wholeVectors(isa, rows))
	}
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
