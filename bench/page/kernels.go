package page

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sumlog/bench/cases"
	"sumlog/bench/measure"
	"sumlog/bench/report"
)

// answer is the section that says in a minute: how much faster, how accurate, how close to the
// limit. What is on the first screen comes first.
func answer(d *report.Report, s *Section) {
	s.add(machineInShort(d), Block{Cards: cards(d)}, answerFigure(d))
	best := d.Settings.Best
	t := &Table{Head: []string{
		"kernel", "Go's loop, ns", "sumlog, plain Go, ns", "sumlog, " + best + ", ns", "× Go's loop",
		"× plain Go",
		"of this core's limit", "worst ULP",
	}}
	for _, c := range d.Of(measure.Sweep) {
		of := func(isa string) *measure.Variant {
			return c.Find(func(v *measure.Variant) bool { return v.ISA == isa })
		}
		v := of(best)
		if v == nil || report.Cached(v) == nil {
			continue
		}
		p := report.Cached(v)
		limit := t.or(d.Fraction(c, v, p), noLimit)
		if b := d.BindAt(c, p); b.By != "" {
			limit += ": " + b.By
		}
		goes, times := cached(t, c, c.Base(), 1), ratio(t, c, v, p)
		if c.Base() == of("generic") {
			goes = t.none("plain Go is the base: there is no loop to compare with")
			times = goes
		}
		t.add(true, c.Name, goes, cached(t, c, of("generic"), 1), nanoseconds(c, p), times,
			cached(t, c, of("generic"), c.NS(p, p.Stats.Median)), limit, worst(t, v))
	}
	if len(t.Rows) == 0 {
		s.add("The kernels were skipped by -run " + d.Settings.Run + ".")
		return
	}
	s.add(prose("answer", inCache), t, kernelSpeedUps(d))
}

const noLimit = "the limits were skipped by -run, or the arithmetic of this operation is not " +
	"counted"

// machineInShort is what the figures depend on most.
func machineInShort(d *report.Report) string {
	list := slices.DeleteFunc(prose("machine", d), func(line string) bool {
		name, _, _ := strings.Cut(line, ": ")
		return name != "cores" && name != "caches" && name != "Go"
	})
	return strings.Join(list, " · ")
}

// cards are the figures that matter most, of those that were measured.
func cards(d *report.Report) (list []Card) {
	for _, w := range []struct {
		workload, method, other string // a method of sumlog's; "": Go's loop
		workers                 int
		says                    string
	}{
		{"accumulate", cases.Literal, "", 1, "as fast as Go's loop over math.Log, one logarithm a term " +
			"for both"},
		{"accumulate", cases.Constant, "", 1, "as fast as Go's loop, by the same sums in constant time"},
		{"table", cases.InPlace, cases.Copied, math.MaxInt, "as fast as copying the rows of a shared " +
			"table, by working in place"},
	} {
		c := d.Find(measure.Workload, w.workload)
		v, other := report.Own(c, w.method, w.workers), c.Base()
		if w.other != "" {
			other = report.Own(c, w.other, w.workers)
		}
		if report.Times(v, other) == 0 {
			continue
		}
		how := v.ISA
		if w.workers == 1 {
			how += ", one worker"
		}
		if python := report.Times(v, report.PythonLoop(c)); python > 0 {
			how += "; " + report.Figure(python) + " times Python's loop"
		}
		list = append(list, Card{report.Figure(report.Times(v, other)) + "×", w.says + " (" + how + ")"})
	}
	low, high, worst, name, tight := math.Inf(1), 0.0, 0.0, "", ""
	for _, c := range d.Of(measure.Sweep) {
		for _, v := range c.Own() {
			if v.Error != nil && v.Error.Worst > worst {
				worst, name = v.Error.Worst, c.Name
			}
		}
		if _, p := report.FastestKernel(c); p != nil {
			if f := d.BindAt(c, p).NS / c.NS(p, p.Stats.Median); !math.IsNaN(f) {
				low = min(low, f)
				if f > high {
					high, tight = f, c.Name
				}
			}
		}
	}
	if worst > 0 {
		list = append(list, Card{report.Figure(worst) + " ULP", "the worst error of sumlog's results (" +
			name + "); rounding alone costs 0.5"})
	}
	if high > 0 {
		list = append(list, Card{
			report.WholePercent(low) + " to " + report.WholePercent(high),
			"of what this core's arithmetic and caches allow; closest is " + tight,
		})
	}
	return list
}

// cached is the time of a variant in the caches, in units of ns.
func cached(t *Table, c *measure.Case, v *measure.Variant, ns float64) string {
	if v == nil {
		return t.none("skipped by -isa")
	}
	if p := report.Cached(v); p != nil {
		return report.Figure(c.NS(p, p.Stats.Median) / ns)
	}
	return t.none(v.Why())
}

// nanoseconds writes a median with its spread.
func nanoseconds(c *measure.Case, p *measure.Point) string {
	return spread(report.Figure(c.NS(p, p.Stats.Median)), p.Stats)
}

// ratio is how many times as fast as the base a point is.
func ratio(t *Table, c *measure.Case, v *measure.Variant, p *measure.Point) string {
	r := c.Ratio(v, p)
	if r == nil {
		return t.none("the base was skipped, or is too slow there")
	}
	return spread(report.Figure(r.Median), r)
}

// kernels is the heart: every kernel versus its peers, over all sizes.
func kernels(d *report.Report, s *Section) {
	for _, c := range d.Of(measure.Sweep) {
		s.add(Block{Heading: c.Name})
		if !c.Measured() {
			s.add(skipped(d))
			continue
		}
		s.add(fmt.Sprintf("%s. Numbers: %s. Errors are against %s.", c.Title, c.Inputs, c.Against),
			sizesFigure(d, c),
			kernelTable(d, c), Block{Table: allSizes(c), Folded: "all sizes: ns an element"})
	}
	s.How = prose("kernels how", values{"Batch": report.Seconds(d.Settings.Batch)})
}

func kernelTable(d *report.Report, c *measure.Case) *Table {
	t := &Table{Head: []string{
		"", fmt.Sprintf("ns, %s elements", measure.Count(report.InCache)),
		"× base", "of the limit", "ns, largest arrays", "× base", "of the limit", "worst ULP",
		"mean ULP",
	}}
	for label, v := range rows(c) {
		if v.Skipped != "" {
			t.addMissing(label, v.Skipped)
			continue
		}
		cells := []string{label}
		small, large := report.Pick(v)
		for _, p := range []*measure.Point{small, large} {
			if p == nil {
				why := v.Why()
				if why == "" {
					why = "only one size was measured"
				}
				cells = append(cells, t.none(why), t.none(why), t.none(why))
				continue
			}
			limit := "only the arithmetic of sumlog's own kernels is counted"
			if v.ISA != "" {
				limit = noLimit
			}
			cells = append(cells, nanoseconds(c, p), ratio(t, c, v, p), t.or(d.Fraction(c, v, p), limit))
		}
		t.add(v.ISA != "", append(cells, worst(t, v), mean(t, v))...)
	}
	return t
}

func allSizes(c *measure.Case) *Table {
	t := &Table{Head: []string{"elements"}}
	for _, n := range c.Variants[0].Points {
		t.Head = append(t.Head, measure.Count(n.N))
	}
	for _, v := range rows(c) {
		cells := []string{v.Label}
		for _, p := range v.Points {
			if p.Stats == nil {
				cells = append(cells, t.none(p.Skipped))
				continue
			}
			cells = append(cells, fmt.Sprintf("%s (%d)", nanoseconds(c, p), p.Stats.Count))
		}
		t.add(v.ISA != "", cells...)
	}
	return t
}

// singles are comparisons at chosen sizes, a heading each.
func singles(d *report.Report, s *Section) {
	t := &Table{Head: []string{"", "elements", "ns", "× base", "worst ULP"}}
	for _, c := range d.Of(measure.Single) {
		if !c.Measured() {
			continue
		}
		t.heading(c.Title + ": " + map[string]string{
			"element": "an element", "row": "a row",
			"term": "a term", "call": "a call",
		}[c.Unit])
		for label, v := range rows(c) {
			p := v.Last()
			if p == nil {
				t.addMissing(label, v.Why())
				continue
			}
			errors := "exact"
			if len(v.Problems) > 0 {
				errors = "WRONG"
			} else if v.Error != nil || c.Against != "" {
				errors = worst(t, v)
			}
			t.add(v.ISA != "" || v.Peer == "", label, measure.Count(p.N), nanoseconds(c, p),
				ratio(t, c, v, p), errors)
		}
	}
	s.add(prose("singles", nil), t)
	s.How = prose("singles how", nil)
}
