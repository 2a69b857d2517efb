package kernel

import (
	"math"
	"unsafe"

	"sumlog/internal/generic"
)

// fewRowCols is the longest row of which vector code takes fewer than a vector has lanes.
const fewRowCols = 64

// takesRows reports whether vector code takes several rows at once, a row a lane: where that takes
// no longer than one after the other.
func takesRows(isa ISA, rows, cols int) bool {
	if !hasAssembly || isa == Generic || rows < 2 || cols < 2 || cols > generic.MaxLaneRow {
		return false
	}
	lanes := lanesOf(isa)
	return rows >= lanes || cols <= 2*generic.Row8 || 2*rows >= lanes && cols <= fewRowCols
}

// rowSpace is what is needed to take a block of rows. It comes from the stack, which Go fills with
// zeros: in two sizes, as that takes as long as several rows.
type rowSpace struct {
	columns  []float64 // a generic.RowColumns, as far as it is needed
	sums     []float64
	h, l     []float64 // a generic.LogPair each
	rows     []float64 // those that fill no vector, or are too few
	isa      ISA
	cols     int
	plan     generic.RowsPlan
	limit    float64 // of the largest element's magnitude
	fallback float64
}

// aligned returns x from the first cache line on. Vectors across two lines cost a fifth of the
// time. A stack that moves may undo it, which changes nothing else.
func aligned(x []float64) []float64 {
	const line = 64
	return x[-uintptr(unsafe.Pointer(&x[0]))%line/8:]
}

// lineRest is what aligned may leave out.
const lineRest = 7

// fewRowsSpace is for rows of up to 8 elements, not more than a vector has lanes.
type fewRowsSpace struct {
	columns [(generic.Width+generic.Row8+1)*generic.Row8 + lineRest]float64
	sums    [3*maxLanes + lineRest]float64
	h, l    [maxLanes]float64
	rows    [maxLanes * generic.Row8]float64
}

func (s *fewRowsSpace) of(isa ISA, cols int, limit float64) rowSpace {
	return rowSpace{
		columns: aligned(s.columns[:]), sums: aligned(s.sums[:]), h: s.h[:], l: s.l[:], rows: s.rows[:],
		isa: isa, cols: cols, limit: limit,
	}
}

type rowsSpace struct {
	columns [len(generic.RowColumns{}) + lineRest]float64
	sums    [3*generic.LaneRows + lineRest]float64
	h, l    [generic.LaneRows]float64
	rows    [max(generic.LaneRows, fewRowCols) * maxLanes]float64
}

func (s *rowsSpace) of(isa ISA, cols int, limit float64) rowSpace {
	return rowSpace{
		columns: aligned(s.columns[:]), sums: aligned(s.sums[:]), h: s.h[:], l: s.l[:], rows: s.rows[:],
		isa: isa, cols: cols, limit: limit,
	}
}

// isFewRows reports whether a fewRowsSpace is enough.
func isFewRows(rows, cols int) bool { return rows <= maxLanes && cols <= generic.Row8 }

// logSumExpOfRows is LogSumExpRows where takesRows.
func logSumExpOfRows(isa ISA, dst, x []float64, cols int) {
	if isFewRows(len(dst), cols) {
		var space fewRowsSpace
		s := space.of(isa, cols, generic.WideExp)
		s.logSumExp(dst, x)
		return
	}
	var space rowsSpace
	s := space.of(isa, cols, generic.WideExp)
	s.logSumExp(dst, x)
}

func (s *rowSpace) logSumExp(dst, x []float64) {
	s.start()
	for len(dst) > 0 {
		n := nextRows(s.isa, len(dst), len(s.l))
		out, in := dst[:n], x[:n*s.cols]
		if s.fills(n) {
			s.logs(out, s.l, in)
		} else {
			s.logsOfFew(in)
			copy(out, s.h)
		}
		if s.fallback != 0 {
			for r, v := range out {
				if math.IsNaN(v) {
					out[r] = logSumExp(s.isa, in[r*s.cols:(r+1)*s.cols])
				}
			}
		}
		dst, x = dst[n:], x[n*s.cols:]
	}
}

// start makes the plan.
func (s *rowSpace) start() {
	lanes := lanesOf(s.isa)
	s.plan = generic.NewRowsPlan(s.cols, lanes)
}

// nextRows returns how many of the rows that are left to take at a time, at most some whole
// vectors. Not less than a vector of them are left over.
func nextRows(isa ISA, left, most int) int {
	switch {
	case left <= most:
		return left
	case left < most+lanesOf(isa):
		return most - lanesOf(isa)
	default:
		return most
	}
}

// fills reports whether that many rows, and the elements of each, fill a vector at least.
func (s *rowSpace) fills(rows int) bool { return min(rows, s.cols) >= lanesOf(s.isa) }

// logs sets h[r] + l[r] to the LogPair of row r, for all h, which are a vector at least. It is NaN,
// and fallback not 0, where a NaN is in a row, or its largest element is not below the limit in
// magnitude.
func (s *rowSpace) logs(h, l, x []float64) {
	s.fallback = 0
	stride, lanes := int(s.plan.Stride)/8, lanesOf(s.isa)
	n := len(h) &^ (lanes - 1)
	for r := 0; ; r = len(h) - lanes { // the last rows together with some of those before them
		callExpSumRows(s.isa, &s.sums[0], &x[r*stride], &s.columns[0], float64s(&s.plan.Stride), n)
		callLogExpRows(s.isa, &h[r], &l[r], &s.sums[0], n, &s.limit, &s.fallback)
		if r+n == len(h) {
			return
		}
		n = lanes
	}
}

// logsOfFew is logs, to s.h and s.l, of rows that do not fill a vector, or are too few: copied to
// s.rows, which they leave as they were there.
func (s *rowSpace) logsOfFew(x []float64) {
	width, n := int(s.plan.Stride)/8, len(x)/s.cols
	for r := range n {
		to := s.rows[r*width:][:width]
		c := copyFew(to, x[r*s.cols:][:s.cols])
		for ; c < width; c++ {
			to[c] = math.Inf(-1)
		}
	}
	n = wholeVectors(s.isa, n)
	s.logs(s.h[:n], s.l[:n], s.rows[:n*width])
}

// copyFew is copy, of few elements: a call would take longer.
func copyFew(dst, x []float64) (n int) {
	for n < len(x) && n < len(dst) {
		dst[n] = x[n]
		n++
	}
	return n
}

// softmaxOfRows is Softmax, or LogSoftmax, where takesRows.
func softmaxOfRows(isa ISA, dst, x []float64, cols int, logarithm bool) {
	if isFewRows(len(x)/cols, cols) {
		var space fewRowsSpace
		s := space.of(isa, cols, generic.WideRow)
		s.softmax(dst, x, logarithm)
		return
	}
	var space rowsSpace
	s := space.of(isa, cols, generic.WideRow)
	s.softmax(dst, x, logarithm)
}

func (s *rowSpace) softmax(dst, x []float64, logarithm bool) {
	s.start()
	for len(x) > 0 {
		n := nextRows(s.isa, len(x)/s.cols, len(s.l))
		out, in := dst[:n*s.cols], x[:n*s.cols]
		if s.fills(n) {
			s.logs(s.h[:n], s.l[:n], in)
		} else {
			s.logsOfFew(in)
		}
		switch {
		case s.cols < lanesOf(s.isa):
			s.softmaxOfShort(out, in, logarithm)
		case s.fallback == 0:
			s.lessLogs(out, in, 0, n, logarithm)
		default:
			for r := range n {
				s.softmaxOfRow(out[r*s.cols:(r+1)*s.cols], in[r*s.cols:(r+1)*s.cols], r, logarithm)
			}
		}
		dst, x = dst[n*s.cols:], x[n*s.cols:]
	}
}

// softmaxOfRow is row r of a block, by itself.
func (s *rowSpace) softmaxOfRow(dst, x []float64, r int, logarithm bool) {
	if math.IsNaN(s.h[r]) {
		softmaxOfRow(s.isa, dst, x, logarithm)
	} else {
		s.lessLogs(dst, x, r, 1, logarithm)
	}
}

// softmaxOfShort makes the results of a block of rows that do not fill a vector, which are in
// s.rows.
func (s *rowSpace) softmaxOfShort(dst, x []float64, logarithm bool) {
	width, n := lanesOf(s.isa), len(x)/s.cols
	for r := range n {
		row := s.rows[r*width:][:width]
		for c := s.cols; c < width; c++ {
			row[c] = row[0] // no path is taken that no element takes
		}
	}
	s.lessLogs(s.rows, s.rows, 0, n, logarithm)
	for r := range n {
		out := dst[r*s.cols:][:s.cols]
		if s.fallback != 0 && math.IsNaN(s.h[r]) {
			softmaxOfRow(s.isa, out, x[r*s.cols:][:s.cols], logarithm)
		} else {
			copyFew(out, s.rows[r*width:][:s.cols])
		}
	}
}

// lessLogs sets dst to the elements of rows less their logarithms, those of s from the first one
// on, or to e to that power.
func (s *rowSpace) lessLogs(dst, x []float64, first, rows int, logarithm bool) {
	h, l, plan := &s.h[first], &s.l[first], float64s(&s.plan.Stride)
	if logarithm {
		callLogSoftmaxRows(s.isa, &dst[0], &x[0], h, l, plan, rows)
	} else {
		callSoftmaxRows(s.isa, &dst[0], &x[0], h, l, plan, rows)
	}
}
