package page

import (
	"fmt"
	"math"

	"sumlog/bench/report"
	"sumlog/bench/sweep"
)

// kernels are the sections' heart: every kernel beside its peers, over all sizes.
func kernels(d *report.Document) Section {
	s := Section{ID: "kernels", Title: "Kernels beside their peers, over all sizes"}
	if !swept(d) {
		s.Absent = leftOut(d)
		return s
	}
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		if !report.Measured(r) {
			s.Blocks = append(s.Blocks, Block{Heading: r.Name}, Block{Text: leftOut(d)})
			continue
		}
		s.Blocks = append(s.Blocks, Block{Heading: r.Name}, Block{Text: fmt.Sprintf("%s. Numbers: %s. Errors are against %s.", r.Does, r.Inputs, r.Against)},
			Block{Figure: sizesFigure(d, r)}, Block{Table: kernelTable(d, r)}, Block{Table: allSizes(r), Folded: "all sizes: ns an element"})
	}
	s.How = []string{
		"All ways of an operation are measured in turns, in rounds whose order alternates, on one core and on the same memory: the C and Python peers map it too, and time themselves. A repetition is as many calls as take about " + report.Seconds(d.Settings.Batch) + ", or one call that takes longer, after a few that do not count. Rounds are spread over three passes of the whole run; how many there were is in parentheses behind each figure of the tables of all sizes.",
		"Ratios are taken round by round, and their median is shown: what slows the machine down for a while slows both.",
		"The arrays are as often in a cache as their size allows. They begin at different places of a page.",
		"Of the limit: the least time that this machine's measured rates allow for the arithmetic of sumlog's algorithm, or for the bytes that it reads and writes, whichever is longer, divided by the median. Comparisons, table look-ups, integer operations and the order in which things depend on each other are not in it, so that no kernel of logarithms reaches all of it.",
	}
	return s
}

func kernelTable(d *report.Document, r *sweep.Result) *Table {
	t := &Table{Head: []string{"", fmt.Sprintf("ns, %s elements", report.Count(report.InCache)), "× base", "of the limit", "ns, largest arrays", "× base", "of the limit", "worst ULP", "mean ULP"}}
	for k := range r.Lines {
		l := &r.Lines[k]
		label := l.Label
		if l.Base {
			label += " (base)"
		}
		if l.Absent != "" {
			cell := t.none("%s", l.Absent)
			t.add(false, label, cell, cell, cell, cell, cell, cell, cell, cell)
			continue
		}
		cells := []string{label}
		cached, large := report.Pick(l)
		for _, p := range []*sweep.Point{cached, large} {
			if p == nil {
				why := t.none("%s", lastReason(l))
				cells = append(cells, why, why, why)
				continue
			}
			cells = append(cells, nanoseconds(p), ratio(t, p), fraction(t, d, r, l, p))
		}
		t.add(l.ISA != "", append(cells, worst(t, l.Error), mean(t, l.Error))...)
	}
	return t
}

// lastReason says why the largest size of a line has no figures.
func lastReason(l *sweep.Line) string {
	if n := len(l.Points); n > 0 && l.Points[n-1].Absent != "" {
		return l.Points[n-1].Absent
	}
	return "only one size was measured"
}

func allSizes(r *sweep.Result) *Table {
	t := &Table{Head: []string{"elements"}}
	if len(r.Lines) == 0 {
		return t
	}
	for _, p := range r.Lines[0].Points {
		t.Head = append(t.Head, report.Count(p.N))
	}
	for k := range r.Lines {
		l := &r.Lines[k]
		cells := []string{l.Label}
		for _, p := range l.Points {
			if p.NS == nil {
				cells = append(cells, t.none("%s", p.Absent))
				continue
			}
			cells = append(cells, fmt.Sprintf("%s ± %s (%d)", report.Figure(p.NS.Median), report.Percent(p.NS.Spread()), p.NS.Count))
		}
		t.add(l.ISA != "", cells...)
	}
	return t
}

func swept(d *report.Document) bool {
	for i := range d.Sweeps {
		if report.Measured(&d.Sweeps[i]) {
			return true
		}
	}
	return false
}

func leftOut(d *report.Document) string { return "Left out by -run " + d.Settings.Run + "." }

// reach is a point beside what binds it.
type reach struct {
	bound report.Bound
	ns    float64
	in    string // how large the arrays are, and where
}

// reached returns what the points of a line reach, those that were measured.
func reached(d *report.Document, r *sweep.Result, points ...*sweep.Point) (list []reach) {
	for _, p := range points {
		if p == nil || p.NS == nil {
			continue
		}
		b := d.Bind(r, p.Bytes)
		if !math.IsNaN(b.NS) {
			list = append(list, reach{b, p.NS.Median, report.Bytes(float64(p.Bytes)) + ", " + b.Level})
		}
	}
	return list
}
