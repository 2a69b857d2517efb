package page

import (
	"math"

	"sumlog/bench/report"
)

// costs compares what sharing assumes with what was measured.
func costs(d *report.Document) Section {
	s := Section{ID: "costs", Title: "What sharing assumes"}
	t := &Table{Head: []string{"", "elements", "assumed, ns", "measured, ns", "measured / assumed", "would set"}}
	operation := ""
	for _, c := range d.Costs() {
		if c.Operation != operation {
			operation = c.Operation
			t.heading(operation)
		}
		set := "as it is"
		if !c.Holds() {
			set = report.Figure(twoDigits(c.Measured.NS.Median))
		}
		t.add(true, c.ISA, report.Count(c.Measured.N), report.Figure(c.Assumed),
			report.Figure(c.Measured.NS.Median)+" ± "+report.Percent(c.Measured.NS.Spread()), report.Figure(c.Ratio()), set)
	}
	if len(t.Rows) == 0 {
		s.Absent = leftOut(d)
		return s
	}
	s.Blocks = []Block{
		{Text: "An operation is shared with other workers where its estimated time is long enough. The estimates, an element each, are those of package internal/cost; one that is more than half off should be set to the last column."},
		{Table: t},
	}
	s.How = []string{"Of the sizes that were measured, the one whose work is nearest " + report.Seconds(report.SharedWork.Seconds()) + " is compared: whether work is shared is decided around it."}
	return s
}

func twoDigits(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x))-1)
	return math.Round(x/unit) * unit
}
