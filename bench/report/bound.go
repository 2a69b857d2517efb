package report

import (
	"math"
	"strings"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
	"sumlog/bench/probe/arithmetic"
)

// Bound is the least time that an element can take on this machine, and why.
type Bound struct {
	NS    float64 // NaN where it is not known
	By    string  // "L1 copy", "multiply"
	Per   float64 // operations on float64 for each byte moved
	Level string  // of memory where the arrays are
}

// Caches are those that are measured, one that is assumed included.
func (d *Report) Caches() []machine.Cache {
	return probe.Caches(d.Machine.Caches, d.Machine.LastLevel)
}

// LevelOf returns the level that arrays of that many bytes together fit.
func (d *Report) LevelOf(bytes int) string {
	for i, c := range d.Caches() {
		if bytes <= c.Bytes && i < len(d.Levels) {
			return d.Levels[i].Name
		}
	}
	return probe.Memory
}

// Rate is the highest rate a second that any instruction set's probe reached in any round, 0
// where there is none. Non-temporal stores count as stores.
func (d *Report) Rate(does, level string) (best float64) {
	for _, v := range d.Find(measure.Limit, level).Variants {
		if v.Last() != nil && strings.TrimSuffix(v.Method, probe.NonTemporal) == does {
			best = max(best, Highest(v))
		}
	}
	return best
}

// count is the arithmetic that an element takes. A row takes a logarithm besides its product, a
// literal sum one for each term.
func (d *Report) count(c *measure.Case) (a arithmetic.Count, ok bool) {
	a, ok = d.Arithmetic[c.Name]
	switch c.Name {
	case "SumLogRows":
		log, cols := d.Arithmetic["Log"], float64(c.Cols)
		a, ok = d.Arithmetic["SumLog"]
		a.Multiply, a.Add = a.Multiply+log.Multiply/cols, a.Add+log.Add/cols
	case "LogAccumulateDirect":
		terms := float64(c.Terms)
		a.Multiply, a.Add, a.Divide = a.Multiply*terms, a.Add*terms, a.Divide*terms
	}
	return a, ok
}

// Bind finds what binds an operation on arrays of that many bytes: the slowest of what its
// arithmetic takes and what moving its bytes takes, each at the rate of the probe.
func (d *Report) Bind(c *measure.Case, bytes int) Bound {
	a, ok := d.count(c)
	b := Bound{NS: math.NaN(), Level: d.LevelOf(bytes)}
	if !ok {
		return b
	}
	b.Per = (a.Multiply + a.Add + a.Divide) / float64(c.Bytes)
	rate := func(does string) float64 { return d.Rate(does, probe.Arithmetic) }
	for _, l := range []struct {
		by           string
		amount, rate float64
	}{
		{b.Level + " " + c.Pattern, float64(c.Bytes), d.Rate(c.Pattern, b.Level)},
		{"multiply", a.Multiply, max(rate(probe.Multiply), rate(probe.Fuse))},
		{"add", a.Add, rate(probe.Add)},
		{"multiply and add", a.Multiply + a.Add, rate(probe.Mix)},
		{"divide", a.Divide, rate(probe.Divide)},
	} {
		ns := l.amount / l.rate * 1e9
		if l.amount > 0 && l.rate > 0 && !(ns <= b.NS) {
			b.NS, b.By = ns, l.by
		}
	}
	return b
}

// BindAt is Bind at a point.
func (d *Report) BindAt(c *measure.Case, p *measure.Point) Bound { return d.Bind(c, p.N*c.Bytes) }
