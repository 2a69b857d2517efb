package kernel

import (
	"math"

	"sumlog/internal/generic"
)

// dotSpace is what is needed to take a block of rows of weights and elements, as a rowSpace.
type dotSpace struct {
	columns  []float64 // generic.DotColumns, as far as they are needed
	w, x     []float64 // rows that fill no vector, or are too few, or cancel
	isa      ISA
	cols     int
	plan     generic.RowsPlan
	fallback float64
}

// fewDotsSpace is for rows of up to 8 elements.
type fewDotsSpace struct {
	columns [(generic.Row8+1)*3*generic.Row8 + lineRest]float64
	w, x    [4 * maxLanes * generic.Row8]float64
}

type dotsSpace struct {
	columns [len(generic.DotColumns{}) + lineRest]float64
	w, x    [maxLanes * fewRowCols]float64
}

// dotLogOfRows is DotLogRows where takesRows.
func dotLogOfRows(isa ISA, dst, w, x []float64, cols int) {
	if cols <= generic.Row8 {
		var s fewDotsSpace
		space := dotSpace{
			columns: aligned(s.columns[:]), w: s.w[:], x: s.x[:], isa: isa, cols: cols,
		}
		space.dotLog(dst, w, x)
		return
	}
	var s dotsSpace
	space := dotSpace{columns: aligned(s.columns[:]), w: s.w[:], x: s.x[:], isa: isa, cols: cols}
	space.dotLog(dst, w, x)
}

func (s *dotSpace) dotLog(dst, w, x []float64) {
	lanes := lanesOf(s.isa)
	s.plan = generic.NewRowsPlan(s.cols, lanes)
	for len(dst) > 0 {
		n := nextRows(s.isa, len(dst), generic.LaneRows)
		switch {
		case s.cols < lanes:
			n = min(n, len(s.w)/lanes)
			s.few(dst[:n], w, x)
		case n < lanes:
			s.few(dst[:n], w, x)
		default:
			s.rows(dst[:n], w, x)
		}
		if s.fallback != 0 {
			s.again(dst[:n], w, x)
		}
		dst, w, x = dst[n:], w[n*s.cols:], x[n*s.cols:]
	}
}

// rows sets dst to the sums of rows, a vector of them at least, or to +Inf where terms cancel, and
// to NaN where vector code leaves the row.
func (s *dotSpace) rows(dst, w, x []float64) {
	s.fallback = 0
	stride, lanes := int(s.plan.Stride)/8, lanesOf(s.isa)
	n := len(dst) &^ (lanes - 1)
	for r := 0; ; r = len(dst) - lanes { // the last rows together with some of those before them
		callDotLogRows(s.isa, &dst[r], &w[r*stride], &x[r*stride], &s.columns[0],
			float64s(&s.plan.Stride), n, &s.fallback)
		if r+n == len(dst) {
			return
		}
		n = lanes
	}
}

// few is rows, of rows that do not fill a vector or are too few.
func (s *dotSpace) few(dst, w, x []float64) {
	width, n := int(s.plan.Stride)/8, wholeVectors(s.isa, len(dst))
	clear(s.w[:n*width]) // 0·ln 1 beyond
	for r := range dst {
		weights, elements := s.w[r*width:][:s.cols], s.x[r*width:][:s.cols]
		x := x[r*s.cols:][:s.cols]
		for c, v := range w[r*s.cols:][:s.cols] { // calls of copy would take longer
			weights[c], elements[c] = v, x[c]
		}
	}
	var sums [generic.LaneRows]float64
	s.rows(sums[:n], s.w, s.x)
	copy(dst, sums[:])
}

// again replaces the results that are no finite numbers: those of rows whose terms cancel a vector
// at a time, the others one by one.
func (s *dotSpace) again(dst, w, x []float64) {
	width, lanes := int(s.plan.Stride)/8, lanesOf(s.isa)
	var rows [maxLanes]int
	n := 0
	for r, v := range dst {
		if math.Abs(v) <= math.MaxFloat64 {
			continue
		}
		weights, elements := w[r*s.cols:][:s.cols], x[r*s.cols:][:s.cols]
		if math.IsNaN(v) || lanes*width > len(s.w) {
			dst[r] = dotLog(s.isa, weights, elements)
			continue
		}
		c := copyFew(s.w[n*width:][:width], weights)
		copyFew(s.x[n*width:], elements)
		for ; c < width; c++ {
			s.w[n*width+c] = 0
		}
		rows[n] = r
		if n++; n == lanes {
			s.carefully(dst, rows[:n])
			n = 0
		}
	}
	if n > 0 {
		s.carefully(dst, rows[:n])
	}
}

// carefully sets the sums of these rows, which are in s.w and s.x.
func (s *dotSpace) carefully(dst []float64, rows []int) {
	var sums [maxLanes]float64
	plan := float64s(&s.plan.Stride)
	callCarefulDotRows(s.isa, &sums[0], &s.w[0], &s.x[0], &s.columns[0], plan)
	for i, r := range rows {
		dst[r] = sums[i]
	}
}
