package page

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"sumlog/bench/cases"
	"sumlog/bench/measure"
	"sumlog/bench/report"
	"sumlog/internal/operations"
)

// parts are the sections of the report, in text.md under their names.
var parts = strings.Fields("answer machine limits accumulate table kernels singles roofline " +
	"scaling costs errors peers method")

func Sections(d *report.Report) (list []Section) {
	for _, name := range parts {
		s, show := Section{ID: name}, &showing{d, name}
		s.read(prose(name, show), d)
		if len(s.Blocks) == 0 {
			s.Missing = show.Skipped()
		}
		list = append(list, s)
	}
	return list
}

// showing is a report that a section shows.
type showing struct {
	*report.Report
	Name string // of the section
}

// Skipped says why something has no figures.
func (s *showing) Skipped() string { return "Skipped by -run " + s.Settings.Run + "." }

// Measured reports whether some cases of each kind were measured.
func (s *showing) Measured(kinds ...measure.Kind) bool {
	return !slices.ContainsFunc(kinds, func(kind measure.Kind) bool {
		return !slices.ContainsFunc(s.Of(kind), (*measure.Case).Measured)
	})
}

// Kernels are those of the best instruction set that were measured.
func (s *showing) Kernels() (list []Reading) {
	for _, c := range s.Of(measure.Sweep) {
		if r := s.By(c, s.Settings.Best); r.P != nil {
			list = append(list, r)
		}
	}
	return list
}

// Loop is the reading of Go's loop.
func (s *showing) Loop(c *measure.Case) Reading {
	v := c.Base()
	if v != nil && v.ISA != "" {
		v = &measure.Variant{Skipped: "plain Go is the base: there is no loop to compare with"}
	}
	return s.Cached(c, v)
}

// Methods are what probes of a case do.
func (s *showing) Methods(c *measure.Case) (list []string) {
	for _, v := range c.Variants {
		if !slices.Contains(list, v.Method) {
			list = append(list, v.Method)
		}
	}
	return list
}

// Probe is the rate of a probe, in 10⁹ a second.
func (s *showing) Probe(level, isa, does string) string {
	if v := limit(s.Report, level, isa, does); v != nil {
		return rate(v)
	}
	return none("plain Go has no such loop: a fused operation looks each time whether the " +
		"processor has it, and no store is non-temporal; or skipped by -run")
}

func rate(v *measure.Variant) string {
	p := v.Last()
	return fmt.Sprintf("%s (%s)", report.Figure(report.Highest(v)/1e9),
		spread(report.Figure(float64(p.N)/p.Stats.Median/1e9), p.Stats))
}

// Sample is how many results of a workload's variants are compared with exact ones.
func (s *showing) Sample(c *measure.Case) (most int) {
	for _, v := range c.Variants {
		if v.Last() != nil {
			most = max(most, v.Error.Count)
		}
	}
	return most
}

// Rounded is the worst error of one logarithm a term by sumlog, for the terms as they are rounded.
func (s *showing) Rounded(c *measure.Case) (worst float64) {
	for _, v := range c.Own() {
		if v.Last() != nil && v.Method == cases.Literal {
			worst = max(worst, *v.Error.Rounded)
		}
	}
	return worst
}

// Cores says what kept more workers from being as many times as fast, if anything: what a chain
// gains, which leaves a core nearly idle, versus what a kernel gains, which keeps one busy.
func (s *showing) Cores() string {
	n, waits := s.Gained(cases.Chain)
	m, works := s.Gained(cases.Busy)
	about := map[string]any{"Workers": n, "Waits": waits, "Works": works}
	switch {
	case n == 0 || m == 0:
	case waits < 0.75*float64(n):
		return prose("few cores", about)
	case waits >= 1.4*works:
		return prose("shared cores", about)
	}
	return ""
}

//go:embed text.md
var texts string

var proses = template.Must(template.New("text").Funcs(template.FuncMap{
	"figure": report.Figure, "seconds": report.Seconds, "percent": report.Percent, "none": none,
	"whole": report.WholePercent, "count": measure.Count, "spread": spread, "given": or, "rate": rate,
	"times": report.Times, "python": report.PythonLoop,
	"inCache":   func() string { return measure.Count(report.InCache) },
	"shared":    func() string { return report.Seconds(report.SharedWork.Seconds()) },
	"bytes":     func(n any) string { return report.Bytes(float(n)) },
	"over":      func(a, b any) float64 { return float(a) / float(b) },
	"product":   func(a, b any) float64 { return float(a) * float(b) },
	"join":      strings.Join,
	"level":     levelName,
	"parameter": func(operation string) string { return operations.Find(operation).Param },
	"off": func(list []report.Cost) int {
		return len(slices.DeleteFunc(slices.Clone(list), report.Cost.Holds))
	},
}).Parse(texts))

func float(n any) float64 {
	x, _ := strconv.ParseFloat(fmt.Sprint(n), 64)
	return x
}

// levelName is what a level of data caches is called.
func levelName(level int) string {
	if level == 1 {
		return "L1d"
	}
	return fmt.Sprintf("L%d", level)
}

// prose is a part of text.md, of what it is about.
func prose(name string, about any) string {
	var out strings.Builder
	if err := proses.ExecuteTemplate(&out, name, about); err != nil {
		panic(err) // a mistake in text.md, which every test of the page finds
	}
	return out.String()
}

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
