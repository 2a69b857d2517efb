package kernel

import (
	"math"

	"sumlog/internal/generic"
)

// dotSpace is what is needed to take a block of rows of weights and elements, as a rowSpace.
type dotSpace struct {
	columns  []float64 // generic.DotColumns, as far as they are needed
	w, x     []float64 // rows that fill no vector, or are too few
	isa      ISA
	cols     int
	plan     generic.RowsPlan
	fallback float64
}

// fewDotsSpace is for rows of up to 8 elements.
type fewDotsSpace struct {
	columns [(generic.Row8+1)*3*generic.Row8 + lineRest]float64
	w, x    [maxLanes * generic.Row8]float64
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
	s.plan = generic.NewRowsPlan(max(s.cols, lanes), lanes)
	for len(dst) > 0 {
		n := nextRows(s.isa, len(dst), generic.LaneRows)
		switch {
		case s.cols < lanes:
			n = min(n, lanes)
			s.few(dst[:n], w, x)
		case n < lanes:
			s.few(dst[:n], w, x)
		default:
			s.rows(dst[:n], w, x)
		}
		if s.fallback != 0 {
			for r, v := range dst[:n] {
				if math.IsNaN(v) {
					row, end := r*s.cols, (r+1)*s.cols
					dst[r] = dotLog(s.isa, w[row:end], x[row:end])
				}
			}
		}
		dst, w, x = dst[n:], w[n*s.cols:], x[n*s.cols:]
	}
}

// rows sets dst to the sums of rows, a vector of them at least, or to NaN.
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
	width := int(s.plan.Stride) / 8
	clear(s.w) // 0·ln 1 beyond
	for r := range dst {
		copyFew(s.w[r*width:], w[r*s.cols:][:s.cols])
		copyFew(s.x[r*width:], x[r*s.cols:][:s.cols])
	}
	var sums [maxLanes]float64
	s.rows(sums[:lanesOf(s.isa)], s.w, s.x)
	copyFew(dst, sums[:len(dst)])
}
