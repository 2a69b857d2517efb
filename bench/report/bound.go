package report

import (
	"math"
	"strings"

	"sumlog/bench/machine"
	"sumlog/bench/probe"
	"sumlog/bench/sweep"
)

// Bound is the least time that an element can take on this machine, and why.
type Bound struct {
	NS    float64
	By    string  // "L1 copy", "multiply"
	Per   float64 // operations on float64 for each byte moved
	Level string  // of memory where the arrays are
}

// Caches are those that are measured, one that is assumed included.
func (d *Document) Caches() []machine.Cache {
	return probe.Caches(d.Machine.Caches, d.Machine.LastLevel)
}

// LevelOf is where arrays of so many bytes together fit.
func (d *Document) LevelOf(bytes int) string {
	for i, c := range d.Caches() {
		if bytes <= c.Bytes && i < len(d.Levels) {
			return d.Levels[i].Name
		}
	}
	return probe.Memory
}

// Rate is the highest rate that any instruction set's probe reached in any round, 0
// where there is none. Written past the caches counts as written.
func (d *Document) Rate(does, level string) (best float64) {
	for _, l := range d.Limits {
		if strings.TrimSuffix(l.Does, " past the caches") == does && l.Level == level {
			best = max(best, l.Rate.Max)
		}
	}
	return best
}

// arithmetic is how many multiplications, additions and divisions an element takes. A
// row takes a logarithm besides its product, a literal sum one for each term.
func (d *Document) arithmetic(r *sweep.Result) (multiply, add, divide float64, ok bool) {
	name, times := r.Name, 1.0
	switch name {
	case "SumLogRows":
		name = "SumLog"
		log := d.Operations["Log"]
		multiply, add = log.Multiply/float64(r.Cols), log.Add/float64(r.Cols)
	case "LogAccumulateDirect":
		times = float64(r.Terms)
	}
	c, ok := d.Operations[name]
	return multiply + c.Multiply*times, add + c.Add*times, c.Divide * times, ok
}

// Bind finds what binds an operation on arrays of so many bytes: the slowest of what
// its arithmetic takes and what moving its bytes takes, each at the rate of the probe.
// The NS are NaN where the limits were not measured.
func (d *Document) Bind(r *sweep.Result, bytes int) Bound {
	multiply, add, divide, ok := d.arithmetic(r)
	b := Bound{NS: math.NaN(), Level: d.LevelOf(bytes)}
	if !ok {
		return b
	}
	moved := float64(r.Pattern.Bytes())
	b.Per = (multiply + add + divide) / moved
	limit := func(by string, amount, rate float64) {
		if amount == 0 || rate == 0 {
			return
		}
		if ns := amount / rate * 1e9; !(ns <= b.NS) {
			b.NS, b.By = ns, by
		}
	}
	limit(b.Level+" "+string(r.Pattern), moved, d.Rate(string(r.Pattern), b.Level))
	limit("multiply", multiply, max(d.Rate("multiply", ""), d.Rate("fused multiply-add", "")))
	limit("add", add, d.Rate("add", ""))
	limit("multiply and add", multiply+add, d.Rate("multiply and add by turns", ""))
	limit("divide", divide, d.Rate("divide", ""))
	return b
}

// at returns the point nearest below so many elements that has figures, or nil.
func at(l *sweep.Line, n int) *sweep.Point {
	var found *sweep.Point
	for i := range l.Points {
		if p := &l.Points[i]; p.N <= n && p.NS != nil {
			found = p
		}
	}
	return found
}

// InCache is the size at which kernels are compared out of the first caches.
const InCache = 1024

// Pick are the points that tables show of a line: one in the caches, and the largest,
// which is nil where only one was measured.
func Pick(l *sweep.Line) (cached, large *sweep.Point) {
	cached, large = at(l, InCache), at(l, math.MaxInt)
	if len(l.Points) > 0 && large != nil && large.N != l.Points[len(l.Points)-1].N {
		large = nil
	}
	if large == cached {
		large = nil
	}
	return cached, large
}

// Own returns the lines of sumlog's kernels.
func Own(r *sweep.Result) (list []*sweep.Line) {
	for i := range r.Lines {
		if r.Lines[i].ISA != "" {
			list = append(list, &r.Lines[i])
		}
	}
	return list
}
