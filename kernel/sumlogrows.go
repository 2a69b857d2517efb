package kernel

import (
	"math"

	"sumlog/internal/generic"
)

// rows are the rows of a matrix: row r begins at element r·stride. Behind the last one no element
// need be.
type rows struct {
	x            []float64
	cols, stride int
}

func (m rows) row(r int) []float64 { return m.x[r*m.stride : r*m.stride+m.cols] }

// from returns the rows from the given one on.
func (m rows) from(r int) rows {
	m.x = m.x[min(r*m.stride, len(m.x)):]
	return m
}

// inside returns how many of n rows have 8 elements from column on that do not reach beyond x.
func (m rows) inside(n, column int) int {
	return min(n, max(0, (len(m.x)-column-generic.Row8+m.stride)/m.stride))
}

// sumLogRows sets dst[r] to the sum of the logarithms of row r.
func sumLogRows(isa ISA, dst []float64, m rows) {
	switch {
	// A vector's way is as long for one row as for all that it takes.
	case !hasAssembly || isa == Generic || m.cols > generic.MaxRow || len(dst) <= 2:
		for r := range dst {
			dst[r] = sumLog(isa, m.row(r))
		}
	case m.cols <= generic.Row8:
		sumShortRows(isa, dst, m, generic.Row8)
	case m.cols <= generic.Width:
		sumShortRows(isa, dst, m, generic.Width)
	case m.cols <= 2*generic.Width:
		sumShortRows(isa, dst, m, 2*generic.Width)
	default:
		sumRows(isa, dst, m)
	}
}

// sumShortRows is sumLogRows of rows of at most most elements, 8, 16 or 32, and of more than half
// of these where they are more than 8.
func sumShortRows(isa ISA, dst []float64, m rows, most int) {
	const block = 256
	lanes := lanesOf(isa)
	inside := len(dst)
	if readsBeyond {
		inside = m.inside(len(dst), most-generic.Row8)
	}
	// The last vector takes some rows a second time, rather than the copy of a part of a vector.
	rest := inside % lanes
	again := rest > 0 && m.cols > 1 && lanes < inside && inside == len(dst)
	inside -= rest
	for r := 0; r < inside; r += block {
		n := min(block, inside-r)
		if m.cols > 1 {
			sumVectorsOfRows(isa, dst[r:r+n], m.from(r), most)
			continue
		}
		var sums [block]float64 // dst may be x
		sumVectorsOfRows(isa, sums[:n], m.from(r), most)
		copy(dst[r:], sums[:n])
	}
	if again {
		sumVectorsOfRows(isa, dst[len(dst)-lanes:], m.from(len(dst)-lanes), most)
		return
	}
	// Less than a vector of rows, and those behind which x ends too early.
	for r := inside; r < len(dst); r += lanes {
		sumLastRows(isa, dst[r:min(r+lanes, len(dst))], m.from(r), most)
	}
}

// sumLastRows is sumShortRows of a vector of rows at most, which are copied.
func sumLastRows(isa ISA, dst []float64, m rows, most int) {
	var sums [maxLanes]float64
	if most == generic.Row8 {
		var x [(maxLanes + 1) * generic.Row8]float64
		sumCopiedRows(isa, &sums, x[:], m, len(dst), most)
	} else {
		var x [(maxLanes + 1) * 2 * generic.Width]float64
		sumCopiedRows(isa, &sums, x[:(maxLanes+1)*most], m, len(dst), most)
	}
	copy(dst, sums[:])
}

func sumCopiedRows(isa ISA, sums *[maxLanes]float64, x []float64, m rows, n, most int) {
	at := 0
	for r := range n {
		at += copy(x[at:], m.row(r))
	}
	for i := at; i < len(x); i++ {
		x[i] = 1
	}
	sumVectorsOfRows(isa, sums[:wholeVectors(isa, n)], rows{x, m.cols, m.cols}, most)
}

// sumVectorsOfRows is sumShortRows of a whole number of vectors. On targets that read beyond rows,
// most elements from the last row on can be read.
func sumVectorsOfRows(isa ISA, dst []float64, m rows, most int) {
	if rowsOnFastPath(isa, dst, m, most) {
		return
	}
	for r := range dst {
		if row := m.row(r); math.IsNaN(dst[r]) || leavesFastPath(row) {
			dst[r] = sumLogSplit(isa, row)
		}
	}
}

// rowsOnFastPath reports whether no row left the fast path.
func rowsOnFastPath(isa ISA, dst []float64, m rows, most int) bool {
	var fallback float64
	x, stride := &m.x[0], 8*m.stride
	mask := float64s(&generic.GroupMask[2*generic.Width-m.cols])
	switch most {
	case generic.Row8:
		mask = float64s(&generic.TailMask[generic.RowPair-m.cols])
		callRowsOf8(isa, &dst[0], x, stride, mask, generic.Row8-m.cols, len(dst), &fallback)
	case generic.Width:
		callRowsOf16(isa, &dst[0], x, stride, mask, len(dst), &fallback)
	default:
		callRowsOf32(isa, &dst[0], x, stride, mask, len(dst), &fallback)
	}
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
func sumRows(isa ISA, dst []float64, m rows) {
	plan := generic.NewRowPlan(m.cols, m.stride)
	switch {
	case len(dst) <= minLanes && lanesOf(isa) == minLanes:
		var lanes [minLanes]generic.RowLanes
		var p, e [minLanes]float64
		var exp [minLanes]int64
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], m, len(dst), &plan)
		logsOfRows(isa, dst, p[:], e[:], exp[:], m)
		return
	case len(dst) <= maxLanes:
		var lanes [maxLanes]generic.RowLanes
		var p, e [maxLanes]float64
		var exp [maxLanes]int64
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], m, len(dst), &plan)
		logsOfRows(isa, dst, p[:], e[:], exp[:], m)
		return
	}
	var lanes [generic.RowBlock]generic.RowLanes
	var p, e [generic.RowBlock]float64
	var exp [generic.RowBlock]int64
	for len(dst) > 0 {
		n := min(len(p), len(dst))
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], m, n, &plan)
		logsOfRows(isa, dst[:n], p[:], e[:], exp[:], m)
		dst, m = dst[n:], m.from(n)
	}
}

// multiplyRows multiplies the first n rows, by way of their lanes. The last 8 elements of a
// row are read whole too.
func multiplyRows(
	isa ISA, p, e []float64, exp []int64, lanes []generic.RowLanes,
	m rows, n int, plan *generic.RowPlan,
) {
	whole := (m.cols - 1) &^ (generic.Row8 - 1)
	mask := float64s(&generic.RowMask.And[whole+generic.Row8-m.cols])
	inside := m.inside(n, whole)
	if inside > 0 {
		callProductRows(isa, &lanes[0].P[0], &m.x[0], &m.x[whole], mask, float64s(&plan.Has[0]), inside)
	}
	if inside < n { // by one
		var last [generic.Row8]float64
		row := m.row(inside)
		copy(last[:], row[whole:])
		callProductRows(isa, &lanes[inside].P[0], &row[0], &last[0], mask, float64s(&plan.Has[0]), 1)
	}
	callReduceRows(isa, &p[0], &e[0], float64s(&exp[0]), &lanes[0].P[0], wholeVectors(isa, n))
}

// wholeVectors rounds a number of rows, one a lane, up to whole vectors.
func wholeVectors(isa ISA, rows int) int {
	lanes := lanesOf(isa)
	return (rows + lanes - 1) &^ (lanes - 1)
}

// logsOfRows sets dst to the logarithms of the products of rows.
func logsOfRows(isa ISA, dst, p, e []float64, exp []int64, m rows) {
	callLogRows(isa, &p[0], &e[0], float64s(&exp[0]), wholeVectors(isa, len(dst)))
	for r, v := range p[:len(dst)] {
		if math.IsNaN(v) { // or the row left the fast path
			v = sumLogSplit(isa, m.row(r))
		}
		dst[r] = v
	}
}
