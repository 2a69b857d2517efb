package page

import (
	"fmt"
	"math"
	"strings"

	"sumlog/bench/probe"
	"sumlog/bench/report"
)

// IDs are the sections that every report has, in their order.
var IDs = []string{"answer", "machine", "limits", "accumulate", "table", "kernels", "roofline", "scaling", "costs", "errors", "peers", "method"}

// Sections are the whole report.
func Sections(d *report.Document) []Section {
	list := []Section{answer(d), machineOf(d), limits(d)}
	for i := range d.Workloads {
		list = append(list, headline(d, &d.Workloads[i]))
	}
	return append(list, kernels(d), roofline(d), scaling(d), costs(d), errorsOf(d), peersOf(d), method(d))
}

func machineOf(d *report.Document) Section {
	t := &Table{Head: []string{"what", "of this machine"}, Words: true}
	for _, line := range report.MachineLines(d) {
		t.add(false, line[0], line[1])
	}
	return Section{ID: "machine", Title: "The machine", Blocks: []Block{{Table: t}}}
}

func limits(d *report.Document) Section {
	s := Section{ID: "limits", Title: "What this machine can do"}
	if len(d.Limits) == 0 {
		s.Absent = leftOut(d)
		return s
	}
	isas := probe.ISAs()
	t := &Table{Head: append([]string{"one core, 10⁹ a second"}, isas...)}
	level := "?"
	for _, row := range d.LimitRows() {
		if row.Level != level {
			level = row.Level
			if level == "" {
				t.heading("operations on float64")
			} else {
				t.heading("bytes of " + level + ", read and written")
			}
		}
		cells := []string{row.Does}
		for _, isa := range isas {
			if l := d.Limit(isa, row.Does, row.Level); l != nil {
				cells = append(cells, fmt.Sprintf("%s (%s ± %s)", report.GigaRate(l.Rate.Max), report.GigaRate(l.Rate.Median), report.Percent(l.Rate.Spread())))
			} else {
				cells = append(cells, t.none("plain Go has no such loop: a fused operation looks each time whether the processor has it, and no store goes past the caches; or left out by -run"))
			}
		}
		t.add(false, cells...)
	}
	var sizes []string
	for _, l := range d.Levels {
		sizes = append(sizes, l.Name+" "+report.Bytes(float64(l.Bytes)))
	}
	s.Blocks = []Block{
		{Text: fmt.Sprintf("The highest rate of all rounds (%d here), which is what fractions of limits refer to, and in parentheses the median and half the span of the middle 80 %%.", d.Limits[0].Rate.Count)},
		{Table: t},
		{Text: strings.TrimSpace(d.InMemory() + " " + strings.ReplaceAll(d.KneeSays(), "10^9", "10⁹"))},
	}
	s.How = []string{
		"Arithmetic: independent chains of one operation in registers, enough of them to fill every pipeline (12 with 16 registers, 24 with 32; 8 in plain Go). One fused multiply-add counts as one operation.",
		"Memory: loops in assembly over arrays of these sizes, all together: " + strings.Join(sizes, ", ") + ". Read ors all words together; copy and “read two write one” count what they read and what they write. Past the caches are non-temporal stores, which need not read a line first.",
		"The loops are generated like the kernels (gen/probes), and are measured in the same rounds.",
	}
	return s
}

func headline(d *report.Document, w *report.Workload) Section {
	_, title, _ := strings.Cut(w.Title, ". ")
	s := Section{ID: w.Name, Title: title}
	s.Short, _, _ = strings.Cut(title, ":")
	if len(w.Ways) == 0 {
		s.Absent = leftOut(d)
		return s
	}
	t := &Table{Head: []string{"", "workers", "time", "±", "repetitions", "ns a " + unit(w), "× Go's loop", "× Python's loop", "worst ULP", "mean ULP"}}
	group := ""
	for i := range w.Ways {
		m := &w.Ways[i]
		if m.Group != group {
			group = m.Group
			t.heading(group)
		}
		if m.Absent != "" {
			cell := t.none("%s", m.Absent)
			t.add(false, m.Label, cell, cell, cell, cell, cell, cell, cell, cell, cell)
			continue
		}
		label := m.Label
		if m.Items < m.AllItems {
			label += fmt.Sprintf(" (1/%d, scaled)", (m.AllItems+m.Items/2)/m.Items)
		}
		t.add(m.ISA != "", label, report.Count(m.Workers), report.Seconds(m.Seconds.Median), report.Percent(m.Seconds.Spread()), report.Count(m.Seconds.Count),
			t.or(figureOr(m.PerUnit), "no terms"), t.or(figureOr(m.SpeedUpGo), "Go's loop was left out by -run"),
			t.or(figureOr(m.SpeedUpPython), noPython(d)), t.or(figureOr(m.Error.ULP), "not finite"), t.or(figureOr(m.Error.Mean), "not finite"))
	}
	if base := baseSeconds(w); !math.IsNaN(base) {
		s.Blocks = append(s.Blocks, Block{Figure: headlineSpeedUps(w, base)})
	}
	s.Blocks = append(s.Blocks, Block{Table: t})
	sample := 0
	for _, m := range w.Ways {
		if m.Error != nil {
			sample = max(sample, m.Error.Sample)
		}
	}
	s.How = []string{
		"All ways in interleaved rounds; fast ones are repeated within a round. The time is the median, ± half the span of the middle 80 %. What would take too long is measured on a round part of the items, and scaled; what starting costs is counted once.",
		fmt.Sprintf("Errors are against exact arithmetic, of %s results; the results of all items are compared with those of the other ways.", report.Count(sample)),
		"Workers are how many there may be: one chunk each, four with map. sumlog in place decides itself how many the rows are worth. Python's Process starts its processes in the time measured, its pools have theirs already.",
	}
	return s
}

func noPython(d *report.Document) string {
	if d.NoPython != "" {
		return "no Python: " + d.NoPython
	}
	return "Python's loop was not measured: left out by -peers or -run"
}

func unit(w *report.Workload) string {
	for _, m := range w.Ways {
		if m.Unit != "" {
			return m.Unit
		}
	}
	return "unit"
}

func figureOr(x *float64) string {
	if x == nil {
		return ""
	}
	return report.Figure(*x)
}

func roofline(d *report.Document) Section {
	s := Section{ID: "roofline", Title: "How close to the limits"}
	if !swept(d) || len(d.Limits) == 0 {
		s.Absent = leftOut(d)
		return s
	}
	t := &Table{Head: []string{"kernel", "arrays", "operations, bytes an element", "least ns", "bound by", "median ns", "reached"}}
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		for _, l := range report.Own(r) {
			cached, large := report.Pick(l)
			for _, p := range reached(d, r, cached, large) {
				t.add(true, r.Name+", "+l.ISA, p.in, fmt.Sprintf("%s, %d", report.Figure(p.bound.Per*float64(r.Pattern.Bytes())), r.Pattern.Bytes()),
					report.Figure(p.bound.NS), p.bound.By, report.Figure(p.ns), report.WholePercent(p.bound.NS/p.ns))
			}
		}
	}
	s.Blocks = []Block{{Figure: rooflineFigure(d)}, {Table: t}}
	s.How = []string{"Operations are the multiplications, fused or not, additions and divisions on float64 of a kernel's main loop, counted when it is generated. The least time is the longest of: its bytes at the rate of the memory that holds the arrays; its multiplications; its additions; both together; its divisions; each at the highest rate of the probes. More than 100 % means that a probe was slower than the kernel: other rounds, or a cache that is not the size it says."}
	return s
}

func scaling(d *report.Document) Section {
	s := Section{ID: "scaling", Title: "What more workers are worth"}
	if d.Settings.Workers == 1 {
		s.Absent = "With one worker there is nothing to compare."
		return s
	}
	t := &Table{Head: []string{"", "elements", "one worker"}}
	counts := 0
	for _, x := range d.Scaling {
		if len(x.Points) > counts {
			counts = len(x.Points)
			t.Head = t.Head[:3]
			for _, p := range x.Points[1:] {
				t.Head = append(t.Head, fmt.Sprintf("%d workers", p.Workers), "reached of "+fmt.Sprint(p.Workers)+"×")
			}
		}
	}
	if counts == 0 {
		s.Absent = leftOut(d)
		return s
	}
	for _, x := range d.Scaling {
		if x.Absent != "" {
			continue
		}
		cells := []string{x.Label, report.Count(x.N), report.Seconds(x.Points[0].Seconds.Median) + " ± " + report.Percent(x.Points[0].Seconds.Spread())}
		for _, p := range x.Points[1:] {
			cells = append(cells, report.Figure(p.SpeedUp.Median)+"× ± "+report.Percent(p.SpeedUp.Spread()), report.Percent(p.SpeedUp.Median/float64(p.Workers)))
		}
		t.add(!x.Chain, cells...)
	}
	s.Blocks = []Block{{Figure: scalingFigure(d)}, {Table: t}}
	if says := d.Cores(); says != "" {
		s.Blocks = append([]Block{{Text: says}}, s.Blocks...)
	}
	s.How = []string{
		"The chain is the control: Go code that multiplies a number a thousand times, each time by what the last one gave. It leaves most of a core idle, so that two threads of one core are twice as fast at it as one; at the others, which keep a core busy, they are not.",
		fmt.Sprintf("By %s, with a pool for each number of workers, in interleaved rounds. In each, calls of 20 ms wake the workers and let the system move the caller off their cores; as many again are measured. Workers: %s.", d.Settings.Best, d.Settings.Pinning),
	}
	return s
}

func errorsOf(d *report.Document) Section {
	s := Section{ID: "errors", Title: "How accurate"}
	if !swept(d) {
		s.Absent = leftOut(d)
		return s
	}
	s.Blocks = []Block{{Figure: errorsFigure(d)}}
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		s.Blocks = append(s.Blocks, Block{Text: r.Name + ": against " + r.Against + "."})
	}
	s.How = []string{"Every way computes these results once, before it is measured, and each is compared with a value of 100 bits or more (internal/exact). An error is in units of the last place of the exact result as float64."}
	return s
}

func peersOf(d *report.Document) Section {
	t := &Table{Head: []string{"peer", "what", "here"}, Words: true}
	for _, p := range d.Peers {
		here := "measured"
		if p.Absent != "" {
			here = "not measured: " + p.Absent
		}
		t.add(false, p.Peer, p.What, here)
	}
	s := Section{ID: "peers", Title: "Who takes part", Blocks: []Block{{Table: t}}}
	if len(t.Rows) == 0 {
		s.Blocks, s.Absent = nil, leftOut(d)
	}
	return s
}

func method(d *report.Document) Section {
	o := d.Settings
	command := "go run ./bench"
	for _, flag := range []struct {
		set        bool
		name, says string
	}{
		{o.Quick, "quick", ""},
		{o.Reps > 0, "reps", fmt.Sprint(o.Reps)},
		{o.Run != "", "run", fmt.Sprintf("'%s'", o.Run)},
	} {
		if flag.set {
			command += strings.TrimRight(" -"+flag.name+" "+flag.says, " ")
		}
	}
	command += fmt.Sprintf(" -n %d -terms %d -rows %d -workers %d -isa %s -peers %s", o.Objects, o.Terms, o.Rows, o.Workers, strings.Join(o.ISAs, ","), strings.Join(orNone(o.Peers), ","))
	text := []string{
		"Made by " + command + ", begun " + d.Begun.UTC().Format("2006-01-02 15:04:05 UTC") + fmt.Sprintf(", in %.0f s.", d.Took),
		"Everything that was measured, repetition by repetition, is in report.json, and in bench.txt as lines that benchstat compares: benchstat old/bench.txt new/bench.txt.",
		"Largest arrays of an operation, all together: " + report.Bytes(float64(o.Bytes)) + ".",
	}
	if o.Quick {
		text = append(text, "This was a quick run: few rounds and few sizes. Its figures show that everything works, not what it is worth.")
	}
	s := Section{ID: "method", Title: "How this was made"}
	for _, line := range text {
		s.Blocks = append(s.Blocks, Block{Text: line})
	}
	return s
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{"none"}
	}
	return list
}
