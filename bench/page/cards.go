package page

import (
	"math"

	"sumlog/bench/cases"
	"sumlog/bench/measure"
	"sumlog/bench/report"
)

// cards are the figures that matter most, of those that were measured.
func cards(d *report.Report, _ string) Block {
	var list []Card
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
	return Block{Cards: list}
}
