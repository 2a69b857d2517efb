package page

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"sumlog/bench/cases"
	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/report"
)

// parts are the sections of the report. Each shows cases of some kinds, where some of each were
// measured.
var parts = []struct {
	id, title, short string
	of               []measure.Kind
	show             func(d *report.Report, s *Section)
}{
	{"answer", "The answer", "", nil, answer},
	{"machine", "The machine", "", nil, machine},
	{"limits", "What this machine can do", "", []measure.Kind{measure.Limit}, limits},
	{"accumulate", "Workload: accumulate", "", nil, workload},
	{"table", "Workload: table", "", nil, workload},
	{
		"kernels", "Kernels versus their peers, over all sizes", "Kernels",
		[]measure.Kind{measure.Sweep},
		kernels,
	},
	{
		"singles", "Other inputs, types, tables, and small calls", "",
		[]measure.Kind{measure.Single},
		singles,
	},
	{
		"roofline", "How close to the limits", "",
		[]measure.Kind{measure.Sweep, measure.Limit},
		limitsReached,
	},
	{"scaling", "What more workers gain", "", []measure.Kind{measure.Scaling}, scaling},
	{"costs", "What sharing assumes", "", []measure.Kind{measure.Sweep}, costs},
	{"errors", "How accurate", "", []measure.Kind{measure.Sweep}, accuracy},
	{"peers", "What sumlog is compared with", "", nil, peers},
	{"method", "How this was made", "", nil, method},
}

// Sections are the whole report.
func Sections(d *report.Report) (list []Section) {
	for _, p := range parts {
		s := Section{ID: p.id, Title: p.title, Short: p.short}
		unmeasured := func(kind measure.Kind) bool {
			return !slices.ContainsFunc(d.Of(kind), (*measure.Case).Measured)
		}
		if slices.ContainsFunc(p.of, unmeasured) {
			s.Missing = skipped(d)
		} else {
			p.show(d, &s)
		}
		list = append(list, s)
	}
	return list
}

func skipped(d *report.Report) string { return "Skipped by -run " + d.Settings.Run + "." }

// rows are the variants that a table shows, with their labels: all but those that were skipped as
// asked.
func rows(c *measure.Case) iter.Seq2[string, *measure.Variant] {
	return func(yield func(string, *measure.Variant) bool) {
		for _, v := range c.Variants {
			label := v.Label
			if v.Base {
				label += " (base)"
			}
			if !strings.HasPrefix(v.Skipped, peer.Skipped) && !yield(label, v) {
				return
			}
		}
	}
}

func machine(d *report.Report, s *Section) {
	t := &Table{Head: []string{"what", "of this machine"}, Words: true}
	for _, line := range prose("machine", d) {
		if name, value, known := strings.Cut(line, ": "); known {
			t.add(false, name, value)
		}
	}
	s.add(t)
}

func limits(d *report.Report, s *Section) {
	isas := append([]string{probe.Scalar}, d.Settings.ISAs...)
	if isas[1] == "generic" {
		isas = append(isas[:1], isas[2:]...)
	}
	t := &Table{Head: append([]string{"one core, 10⁹ a second"}, isas...)}
	rounds := 0
	for _, c := range d.Of(measure.Limit) {
		if c.Name == probe.Arithmetic {
			t.heading("operations on float64")
		} else {
			t.heading("bytes of " + c.Name + ", read and written")
		}
		seen := map[string]bool{}
		for _, v := range c.Variants {
			if seen[v.Method] {
				continue
			}
			seen[v.Method] = true
			cells := []string{v.Label}
			for _, isa := range isas {
				cells = append(cells, rate(t, limit(d, c.Name, isa, v.Method)))
			}
			t.add(false, cells...)
			if p := v.Last(); p != nil {
				rounds = p.Stats.Count
			}
		}
	}
	var sizes []string
	for _, l := range d.Levels {
		sizes = append(sizes, l.Name+" "+report.Bytes(float64(l.Bytes)))
	}
	s.add(prose("limits", values{"Rounds": rounds}), t, inMemory(d))
	knee := &Table{Head: []string{"one array of", "bytes read, 10⁹ a second"}}
	for _, v := range d.Find(measure.Knee, probe.Read).Variants {
		if p := v.Last(); p != nil {
			knee.add(false, report.Bytes(float64(p.N)), rate(knee, v))
		}
	}
	if len(knee.Rows) > 0 {
		s.add(prose("knee", nil), knee)
	}
	s.How = prose("limits how", values{"Sizes": strings.Join(sizes, ", ")})
}

// inMemory says how large the arrays are that count as in memory, and whether that is enough.
func inMemory(d *report.Report) []string {
	last := d.Machine.LastLevel
	if last == 0 || len(d.Levels) == 0 {
		return nil
	}
	bytes := d.Levels[len(d.Levels)-1].Bytes
	return prose("in memory", values{
		"Bytes": bytes, "Last": last, "Times": float64(bytes) / float64(last),
		"Reported": d.Machine.Reported,
	})
}

func rate(t *Table, v *measure.Variant) string {
	if v == nil {
		return t.none("plain Go has no such loop: a fused operation looks each time whether the " +
			"processor has it, and no store is non-temporal; or skipped by -run")
	}
	p := v.Last()
	return fmt.Sprintf("%s (%s ± %s)", report.Figure(report.Highest(v)/1e9),
		report.Figure(float64(p.N)/p.Stats.Median/1e9), report.Percent(p.Stats.Spread()))
}

func workload(d *report.Report, s *Section) {
	c := d.Find(measure.Workload, s.ID)
	if !c.Measured() {
		s.Missing = skipped(d)
		return
	}
	s.Title = c.Title
	s.Short, _, _ = strings.Cut(c.Title, ":")
	t := &Table{Head: []string{
		"", "workers", "time", "samples", "ns a " + c.Unit, "× Go's loop",
		"× Python's loop", "worst ULP", "mean ULP",
	}}
	python, group, sample, rounded := report.PythonLoop(c), "", 0, 0.0
	noPython := "Python's loop was not measured: " + cmp.Or(d.NoPython, "skipped by -run")
	for _, v := range c.Variants {
		if v.Group != group {
			group = v.Group
			t.heading(group)
		}
		p := v.Last()
		if p == nil {
			t.addMissing(v.Label, v.Why())
			continue
		}
		label := v.Label
		if p.Part > 0 {
			label += fmt.Sprintf(" (1/%d, scaled)", (p.N+p.Part/2)/p.Part)
		}
		if len(v.Problems) > 0 {
			label = "WRONG: " + label
		}
		t.add(v.ISA != "", label, measure.Count(v.Workers), spread(report.Seconds(p.Stats.Median),
			p.Stats), measure.Count(p.Stats.Count),
			t.or(report.Figure(c.NS(p, p.Stats.Median)), "no "+c.Unit+"s"),
			t.or(report.Figure(report.Times(v, c.Base())), "Go's loop was not measured"),
			t.or(report.Figure(report.Times(v, python)), noPython),
			worst(t, v), mean(t, v))
		sample = max(sample, v.Error.Count)
		if v.ISA != "" && v.Method == cases.Literal {
			rounded = max(rounded, *v.Error.Rounded)
		}
	}
	s.add(workloadSpeedUps(c), t)
	about := values{"Sample": measure.Count(sample)}
	if rounded > 0 {
		about["Rounded"] = report.Figure(rounded)
	}
	s.How = prose("workload how", about)
}

func spread(figure string, s *measure.Stats) string {
	return figure + " ± " + report.Percent(s.Spread())
}

func worst(t *Table, v *measure.Variant) string {
	switch e := v.Error; {
	case v.Floor:
		return t.none("computes no logarithms: it moves the same bytes")
	case e == nil:
		return t.none("not compared")
	case e.Wrong > 0:
		return fmt.Sprintf("%d of %d wrong", e.Wrong, e.Count)
	default:
		return report.Figure(e.Worst)
	}
}

func mean(t *Table, v *measure.Variant) string {
	if v.Error == nil || v.Error.Wrong > 0 {
		return worst(t, v)
	}
	return report.Figure(v.Error.Mean)
}

func limitsReached(d *report.Report, s *Section) {
	t := &Table{Head: []string{
		"kernel", "arrays", "operations, bytes an element", "least ns",
		"bound by", "median ns", "reached",
	}}
	for _, r := range d.Reached() {
		t.add(true, r.Case.Name+", "+r.ISA, report.Bytes(float64(r.Point.N*r.Case.Bytes))+", "+r.Level,
			fmt.Sprintf("%s, %d", report.Figure(r.Per*float64(r.Case.Bytes)), r.Case.Bytes),
			report.Figure(r.Bound.NS), r.By,
			report.Figure(r.Took), report.WholePercent(r.Bound.NS/r.Took))
	}
	s.add(roofline(d), t)
	s.How = prose("roofline how", nil)
}

func scaling(d *report.Report, s *Section) {
	list := d.Of(measure.Scaling)
	t := &Table{Head: []string{"", "elements", "one worker"}}
	for _, v := range list[0].Variants[1:] {
		t.Head = append(t.Head, v.Label, fmt.Sprintf("reached of %d×", v.Workers))
	}
	for _, c := range list {
		if c.Base() == nil || c.Base().Last() == nil {
			continue
		}
		one := c.Base().Last()
		cells := []string{c.Title, measure.Count(one.N), spread(report.Seconds(one.Stats.Median),
			one.Stats)}
		for _, v := range c.Variants[1:] {
			r := c.Ratio(v, v.Last())
			if r == nil {
				cells = append(cells, t.none(v.Why()), t.none(v.Why()))
				continue
			}
			cells = append(cells, spread(report.Figure(r.Median)+"×", r),
				report.Percent(r.Median/float64(v.Workers)))
		}
		t.add(c.Name != cases.Chain, cells...)
	}
	if d.Settings.Workers == 1 {
		s.add("With one worker there is nothing to compare.")
	}
	s.add(coresSay(d), scalingFigure(d), t)
	s.How = prose("scaling how", d.Settings)
}

// coresSay says what kept more workers from being as many times as fast, where something did: what
// a chain gains, which leaves a core idle but for one instruction at a time, versus what a
// kernel gains, which leaves nothing of it to another thread.
func coresSay(d *report.Report) []string {
	n, waits := d.Gained(cases.Chain)
	m, works := d.Gained(cases.Busy)
	about := values{"Workers": n, "Waits": waits, "Works": works}
	switch {
	case n == 0 || m == 0:
	case waits < 0.75*float64(n):
		return prose("few cores", about)
	case waits >= 1.4*works:
		return prose("shared cores", about)
	}
	return nil
}

func costs(d *report.Report, s *Section) {
	t := &Table{Head: []string{
		"", "elements", "assumed, ns", "measured, ns", "measured / assumed",
		"this machine's median", "would set",
	}}
	list := d.Costs()
	off := 0
	operation := ""
	for _, c := range list {
		if c.Operation != operation {
			operation = c.Operation
			t.heading(operation)
		}
		set := "as it is"
		if !c.Holds() {
			set = fmt.Sprintf("%.2g", c.Expected())
			off++
		}
		t.add(true, c.ISA, measure.Count(c.Point.N), report.Figure(c.Assumed),
			spread(report.Figure(c.Measured), c.Point.Stats), report.Figure(c.Ratio()),
			report.Figure(c.Machine), set)
	}
	if len(t.Rows) == 0 {
		s.Missing = skipped(d)
		return
	}
	s.add(prose("costs", values{"Off": off, "All": len(list)}), t)
	s.How = prose("costs how", values{"Shared": report.Seconds(report.SharedWork.Seconds())})
}

func accuracy(d *report.Report, s *Section) {
	s.add(errorsFigure(d))
	for _, c := range d.Of(measure.Sweep) {
		s.add(c.Name + ": against " + c.Against + ".")
	}
	s.How = prose("errors how", nil)
}

func peers(d *report.Report, s *Section) {
	t := &Table{Head: []string{"peer", "what", "here"}, Words: true}
	for _, p := range d.Peers {
		here := "measured"
		if p.Skipped != "" {
			here = "not measured: " + p.Skipped
		}
		t.add(false, p.Peer, p.What, here)
	}
	s.add(t)
}

func method(d *report.Report, s *Section) {
	o := d.Settings
	command := "go run ./bench"
	if o.Quick {
		command += " -quick"
	}
	if o.Reps > 0 {
		command += fmt.Sprintf(" -reps %d", o.Reps)
	}
	if o.Run != "" {
		command += fmt.Sprintf(" -run '%s'", o.Run)
	}
	command += fmt.Sprintf(" -n %d -terms %d -rows %d -workers %d -isa %s -peers %s", o.Objects,
		o.Terms, o.Rows, o.Workers,
		strings.Join(o.ISAs, ","), cmp.Or(strings.Join(o.Peers, ","), "none"))
	s.add(fmt.Sprintf("Made by %s, begun %s, in %.0f s.",
		command, d.Begun.UTC().Format("2006-01-02 15:04:05 UTC"), d.Took),
		prose("method", values{"Bytes": report.Bytes(float64(o.Bytes)), "Quick": o.Quick}))
}
