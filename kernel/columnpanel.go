package kernel

import (
	"math"
	"sync"

	"sumlog/internal/generic"
	"sumlog/internal/panel"
)

// columnPanel multiplies some columns of a table in vector code, side by side: the lanes of a
// vector are columns, or columns of neighbouring rows, which are different lanes of a product.
type columnPanel struct {
	x    []float64 // from the first column on
	rows int       // of a block: at most generic.Block
	cols int       // at most generic.MaxColumns
	// Elements from one row to the next, in x and in lanes.
	stride, pitch int

	*columnSpace
}

// columnSpace is what the columns of a panel become. It is kept for other panels.
type columnSpace struct {
	lanes    [2]generic.ColumnLanes // each half of the lanes
	plan     generic.ColumnPlan
	products [generic.MaxColumns]generic.Product
	last     []float64 // copied rows, where assembly reads beyond them
}

var columnSpaces = sync.Pool{New: func() any {
	s := new(columnSpace)
	if readsBeyond {
		s.last = make([]float64, generic.ColumnSpace)
	}
	return s
}}

// panelOf returns that many columns of x, of at most a block. It returns a value, since arguments
// must not escape.
func (s *columnSpace) panelOf(x []float64, rows, cols, stride int) columnPanel {
	pitch := cols
	if cols != stride {
		pitch = (cols + generic.Row8 - 1) &^ (generic.Row8 - 1)
	}
	return columnPanel{x, rows, cols, stride, pitch, s}
}

// product leaves the products of the columns in the first lanes of the first half.
func (p *columnPanel) product(isa ISA) {
	for done := 0; done < p.rows; done += generic.Stripe {
		p.multiply(isa, done, min(generic.Stripe, p.rows-done))
	}
	first, second := &p.lanes[0], &p.lanes[1]
	lanes := min(p.rows, generic.Width)
	if other := min(p.rows-generic.Stripe, generic.Width); other > 0 {
		p.fill(second, other)
		p.merge(isa, second, 0, other)
	}
	p.fill(first, lanes)
	for half := generic.Width / 2; half > 0; half /= 2 {
		if lanes > half {
			p.merge(isa, first, half, lanes-half)
			lanes = half
		}
	}
}

// multiply multiplies n rows of a stripe into their lanes.
func (p *columnPanel) multiply(isa ISA, from, n int) {
	stripe := from / generic.Stripe
	half := &p.lanes[stripe%2]
	p.plan.More = 0
	if stripe >= 2 {
		p.plan.More = 1
	}
	x := p.x[from*p.stride:]
	each, rest := n/generic.Width, n%generic.Width
	if readsBeyond && rest == 0 && p.pitch != p.cols {
		each, rest = each-1, generic.Width
	}
	if each > 0 {
		p.call(isa, half, x, generic.Width, each, p.stride)
		p.plan.More = 1
	}
	if rest > 0 {
		x = x[each*generic.Width*p.stride:]
		if !readsBeyond {
			p.call(isa, half, x, rest, 1, p.stride)
			return
		}
		for i := range rest {
			copy(p.last[i*p.pitch:], x[i*p.stride:][:p.cols])
		}
		p.call(isa, half, p.last, rest, 1, p.pitch)
	}
}

// call multiplies the first lanes, each by that many rows.
func (p *columnPanel) call(
	isa ISA, half *generic.ColumnLanes, x []float64, lanes, rows, stride int,
) {
	plan := &p.plan
	n := p.cols
	plan.Lanes = int64(lanes)
	if stride == p.cols { // rows without gaps are as good as one
		n *= lanes
		plan.Lanes = 1
	}
	plan.Vectors = int64(n / generic.Row8)
	plan.Part = int64(n % generic.Row8)
	for i := range plan.Mask {
		plan.Mask[i] = 0
		if int64(i) < plan.Part {
			plan.Mask[i] = -1
		}
	}
	plan.Row, plan.Rows = int64(8*stride), int64(rows)
	plan.Stride = int64(8 * stride * generic.Width)
	callProductColumns(isa, &half.P[0], &x[0], float64s(&plan.Lanes))
}

// fill makes eight products behind the first lanes 1, for vectors that reach beyond them.
func (p *columnPanel) fill(half *generic.ColumnLanes, lanes int) {
	if lanes == generic.Width {
		return
	}
	for i := lanes * p.pitch; i < lanes*p.pitch+generic.Row8; i++ {
		half.P[i], half.E[i], half.Exp[i] = 1, 0, 0
	}
}

// merge merges the first n lanes of the first half with those of b from the given one on.
func (p *columnPanel) merge(isa ISA, b *generic.ColumnLanes, from, n int) {
	vectors := (n*p.pitch + generic.Row8 - 1) / generic.Row8
	callMergeColumns(isa, &p.lanes[0].P[0], &b.P[from*p.pitch], vectors)
}

// logs sets dst to the logarithms of the products.
func (p *columnPanel) logs(isa ISA, dst []float64) {
	l := &p.lanes[0]
	callLogRows(isa, &l.P[0], &l.E[0], float64s(&l.Exp[0]), wholeVectors(isa, p.cols))
	copy(dst, l.P[:p.cols])
	p.forEachBad(dst, func(c int, column []float64) { dst[c] = sumLogSplit(isa, column) })
}

// mergeInto merges the products of the panel's columns into all. It returns how many columns left
// the fast path.
func (p *columnPanel) mergeInto(isa ISA, all []generic.Product) (bad int) {
	l := &p.lanes[0]
	for c := range all {
		block := generic.Product{P: l.P[c], E: l.E[c], Exp: l.Exp[c]}
		if !math.IsNaN(block.E) {
			all[c].Merge(&block)
		}
	}
	p.forEachBad(l.E[:p.cols], func(c int, column []float64) {
		block := productSplit(isa, column)
		all[c].Merge(&block)
		bad++
	})
	return bad
}

// split merges the products of the panel's columns into all without the fast path.
func (p *columnPanel) split(isa ISA, all []generic.Product) {
	e := p.lanes[0].E[:p.cols]
	for c := range e {
		e[c] = math.NaN()
	}
	p.mergeInto(isa, all)
}

// forEachBad calls f for each column whose result is NaN, with a copy of it.
func (p *columnPanel) forEachBad(results []float64, f func(c int, column []float64)) {
	var space *panel.Space
	for from := 0; from < len(results); from += panel.Width {
		group := results[from:min(from+panel.Width, len(results))]
		var bad [panel.Width]bool
		any := false
		for k, v := range group {
			bad[k] = math.IsNaN(v)
			any = any || bad[k]
		}
		if !any {
			continue
		}
		if space == nil {
			space = panel.Get()
		}
		panel.Copy(space[:], p.x[from:], p.rows, len(group), p.stride)
		for k := range group {
			if bad[k] {
				f(from+k, space[k*panel.Step(p.rows):][:p.rows])
			}
		}
	}
	if space != nil {
		panel.Put(space)
	}
}
