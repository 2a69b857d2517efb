package page

import (
	"fmt"
	"math"
	"strings"

	"sumlog/bench/report"
	"sumlog/bench/sweep"
	"sumlog/bench/workload"
)

// answer is the section that says in a minute what one came to know: how much faster,
// how accurate, how close to the limit.
func answer(d *report.Document) Section {
	s := Section{ID: "answer", Title: "The answer"}
	s.Cards = cards(d)
	for i, line := range d.Summary {
		if i < headlines {
			s.Blocks = append(s.Blocks, Block{Text: line})
		}
	}
	t := &Table{Head: []string{
		"kernel", "Go's loop, ns", "sumlog, plain Go, ns", "sumlog, " + d.Settings.Best + ", ns", "× Go's loop", "× plain Go",
		"of this core's limit", "worst ULP",
	}}
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		line := lineOf(r, func(l *sweep.Line) bool { return l.ISA == d.Settings.Best })
		if line == nil {
			continue
		}
		p, _ := report.Pick(line)
		if p == nil {
			continue
		}
		base, plain := lineOf(r, func(l *sweep.Line) bool { return l.Base }), lineOf(r, func(l *sweep.Line) bool { return l.ISA == "generic" })
		limit := t.or(d.Fraction(r, line, p), "the limits were left out by -run")
		if b := d.Bind(r, p.Bytes); !math.IsNaN(b.NS) {
			limit += ": " + b.By
		}
		t.add(true, r.Name, median(t, base), median(t, plain), nanoseconds(p), ratio(t, p), quotient(t, plain, p), limit, worst(t, line.Error))
	}
	if len(t.Rows) == 0 {
		s.Blocks = append(s.Blocks, Block{Text: "The kernels were left out by -run " + d.Settings.Run + "."})
		return s
	}
	s.Blocks = append(s.Blocks, Block{Text: fmt.Sprintf(
		"Each kernel, one worker, %s elements, in the first caches; ns are nanoseconds an element. Plain Go is the same algorithm as the vectors', number by number, with the same bits. The limit is what this core's arithmetic, or its caches, allow that algorithm.",
		report.Count(report.InCache))}, Block{Table: t}, Block{Figure: kernelSpeedUps(d)})
	return s
}

// headlines is how many lines of the summary are about the two headline workloads.
const headlines = 3

// ratio is how many times as fast as the base way a point is.
func ratio(t *Table, p *sweep.Point) string {
	if p.Ratio == nil {
		return t.none("the base was left out, or is too slow there")
	}
	return report.Figure(p.Ratio.Median) + " ± " + report.Percent(p.Ratio.Spread())
}

// cards are the figures that matter most, of those that were measured.
func cards(d *report.Document) (list []Card) {
	if len(d.Workloads) > 0 {
		w := &d.Workloads[0]
		base := baseSeconds(w)
		for _, c := range []struct {
			method workload.Method
			says   string
		}{
			{workload.Literal, "as fast as Go's loop over math.Log, one logarithm a term for both"},
			{workload.Constant, "as fast as Go's loop, by the same sums in constant time"},
		} {
			if m := fastestWay(w, func(m *report.Measure) bool { return m.ISA != "" && m.Method == c.method && m.Workers == 1 }); m != nil && !math.IsNaN(base) {
				list = append(list, Card{report.Figure(base/m.Seconds.Median) + "×", c.says + " (" + m.ISA + ", one worker)"})
			}
		}
	}
	low, high, worst, name, tight := math.Inf(1), 0.0, 0.0, "", ""
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		for _, l := range report.Own(r) {
			if l.Error != nil && l.Error.Worst > worst {
				worst, name = l.Error.Worst, r.Name
			}
		}
		if _, p := d.Fastest(r); p != nil {
			if b := d.Bind(r, p.Bytes); !math.IsNaN(b.NS) {
				f := b.NS / p.NS.Median
				low = min(low, f)
				if f > high {
					high, tight = f, r.Name
				}
			}
		}
	}
	if worst > 0 {
		list = append(list, Card{report.Figure(worst) + " ULP", "the worst error of any of sumlog's results here (" + name + "); 0.5 is the least that rounding costs"})
	}
	if high > 0 {
		list = append(list, Card{report.WholePercent(low) + " to " + report.WholePercent(high), "of what this core's arithmetic and caches allow, by kernel; closest is " + tight})
	}
	return list
}

func lineOf(r *sweep.Result, is func(*sweep.Line) bool) *sweep.Line {
	for i := range r.Lines {
		if is(&r.Lines[i]) {
			return &r.Lines[i]
		}
	}
	return nil
}

func fastestWay(w *report.Workload, fits func(*report.Measure) bool) (best *report.Measure) {
	for i := range w.Ways {
		if m := &w.Ways[i]; m.Seconds != nil && fits(m) && (best == nil || m.Seconds.Median < best.Seconds.Median) {
			best = m
		}
	}
	return best
}

func median(t *Table, l *sweep.Line) string {
	if l == nil {
		return t.none("left out by -isa")
	}
	if p, _ := report.Pick(l); p != nil {
		return report.Figure(p.NS.Median)
	}
	return t.none("%s", l.Absent)
}

// nanoseconds writes a median with its spread.
func nanoseconds(p *sweep.Point) string {
	return report.Figure(p.NS.Median) + " ± " + report.Percent(p.NS.Spread())
}

func quotient(t *Table, l *sweep.Line, p *sweep.Point) string {
	if l == nil {
		return t.none("left out by -isa")
	}
	if other, _ := report.Pick(l); other != nil {
		return report.Figure(other.NS.Median / p.NS.Median)
	}
	return t.none("%s", l.Absent)
}

func fraction(t *Table, d *report.Document, r *sweep.Result, l *sweep.Line, p *sweep.Point) string {
	if l.ISA == "" {
		return t.none("only of sumlog's own kernels it is known what arithmetic they do")
	}
	return t.or(d.Fraction(r, l, p), "the limits were left out by -run")
}

func worst(t *Table, e *sweep.Error) string {
	switch {
	case e == nil:
		return t.none("not measured")
	case e.Wrong > 0:
		return fmt.Sprintf("%d of %d wrong", e.Wrong, e.Count)
	}
	return report.Figure(e.Worst)
}

func mean(t *Table, e *sweep.Error) string {
	if e == nil {
		return t.none("not measured")
	}
	return report.Figure(e.Mean)
}

// short is a label without what stands in parentheses.
func short(label string) string {
	label, _, _ = strings.Cut(label, " (")
	return label
}

func isPython(name string) bool { return strings.Contains(name, "/python/") }
