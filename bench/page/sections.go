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
	{"kernels", "Kernels versus their peers, over all sizes", "Kernels", []measure.Kind{measure.Sweep}, kernels},
	{"singles", "Other inputs, types, tables, and small calls", "", []measure.Kind{measure.Single}, singles},
	{"roofline", "How close to the limits", "", []measure.Kind{measure.Sweep, measure.Limit}, limitsReached},
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
	for _, line := range d.MachineLines() {
		t.add(false, line[0], line[1])
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
	s.add(fmt.Sprintf("The highest rate of all rounds (%d here), which fractions of limits refer to, and in parentheses the median and half the width of its confidence interval.", rounds), t, d.InMemory())
	knee := &Table{Head: []string{"one array of", "bytes read, 10⁹ a second"}}
	for _, v := range d.Find(measure.Knee, probe.Read).Variants {
		if p := v.Last(); p != nil {
			knee.add(false, report.Bytes(float64(p.N)), rate(knee, v))
		}
	}
	if len(knee.Rows) > 0 {
		s.add("Where the rate of reading falls, arrays no longer fit the last-level cache. Where it does not, one core reads no faster from that cache than from memory, or the largest array is still in it.", knee)
	}
	s.How = []string{
		"Arithmetic: independent chains of one operation in registers, enough of them to fill every pipeline (12 with 16 registers, 24 with 32; 8 in plain Go). One fused multiply-add counts as one operation.",
		"Memory: loops in assembly over arrays of these sizes, all together: " + strings.Join(sizes, ", ") + ". Read ors all words together; copy and “read two write one” count what they read and what they write. Non-temporal stores need not read a line first.",
		"The loops are generated like the kernels (gen/probes), and are measured in the same rounds.",
	}
}

func rate(t *Table, v *measure.Variant) string {
	if v == nil {
		return t.none("plain Go has no such loop: a fused operation looks each time whether the processor has it, and no store is non-temporal; or skipped by -run")
	}
	p := v.Last()
	return fmt.Sprintf("%s (%s ± %s)", report.Figure(report.Highest(v)/1e9), report.Figure(float64(p.N)/p.Stats.Median/1e9), report.Percent(p.Stats.Spread()))
}

func workload(d *report.Report, s *Section) {
	c := d.Find(measure.Workload, s.ID)
	if !c.Measured() {
		s.Missing = skipped(d)
		return
	}
	s.Title = c.Title
	s.Short, _, _ = strings.Cut(c.Title, ":")
	t := &Table{Head: []string{"", "workers", "time", "samples", "ns a " + c.Unit, "× Go's loop", "× Python's loop", "worst ULP", "mean ULP"}}
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
		t.add(v.ISA != "", label, measure.Count(v.Workers), spread(report.Seconds(p.Stats.Median), p.Stats), measure.Count(p.Stats.Count),
			t.or(report.Figure(c.NS(p, p.Stats.Median)), "no "+c.Unit+"s"),
			t.or(report.Figure(report.Times(v, c.Base())), "Go's loop was not measured"), t.or(report.Figure(report.Times(v, python)), noPython),
			worst(t, v), mean(t, v))
		sample = max(sample, v.Error.Count)
		if v.ISA != "" && v.Method == cases.Literal {
			rounded = max(rounded, *v.Error.Rounded)
		}
	}
	s.add(workloadSpeedUps(c), t)
	errors := fmt.Sprintf("Errors are against exact arithmetic, of %s results; the results of all items are compared with those of the other variants.", measure.Count(sample))
	if rounded > 0 {
		errors += fmt.Sprintf(" One logarithm a term by sumlog: at most %s ULP against the sum for the terms as float64 rounds them.", report.Figure(rounded))
	}
	s.How = []string{
		"All variants in interleaved rounds; fast ones are repeated within a round. The time is the median, ± half the width of its 95 % confidence interval (of fewer than 6 samples: of their range). What would take too long is measured on a round part of the items, and scaled; what starting costs is counted once.",
		errors,
		"Workers are how many there may be: one chunk each, four with map. sumlog in place decides itself how many the rows are worth. Python's Process starts its processes in the time measured, its pools have theirs already.",
	}
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
	t := &Table{Head: []string{"kernel", "arrays", "operations, bytes an element", "least ns", "bound by", "median ns", "reached"}}
	for _, r := range d.Reached() {
		t.add(true, r.Case.Name+", "+r.ISA, report.Bytes(float64(r.Point.N*r.Case.Bytes))+", "+r.Level,
			fmt.Sprintf("%s, %d", report.Figure(r.Per*float64(r.Case.Bytes)), r.Case.Bytes), report.Figure(r.Bound.NS), r.By,
			report.Figure(r.Took), report.WholePercent(r.Bound.NS/r.Took))
	}
	s.add(roofline(d), t)
	s.How = []string{"Operations are the multiplications, fused or not, additions and divisions on float64 of a kernel's main loop, counted when it is generated. The least time is the longest of: its bytes at the rate of the memory that holds the arrays; its multiplications; its additions; both together; its divisions; each at the highest rate of the probes. More than 100 % means that a probe was slower than the kernel: other rounds, or a cache that is not the size it says."}
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
		cells := []string{c.Title, measure.Count(one.N), spread(report.Seconds(one.Stats.Median), one.Stats)}
		for _, v := range c.Variants[1:] {
			r := c.Ratio(v, v.Last())
			if r == nil {
				cells = append(cells, t.none(v.Why()), t.none(v.Why()))
				continue
			}
			cells = append(cells, spread(report.Figure(r.Median)+"×", r), report.Percent(r.Median/float64(v.Workers)))
		}
		t.add(c.Name != cases.Chain, cells...)
	}
	if d.Settings.Workers == 1 {
		s.add("With one worker there is nothing to compare.")
	}
	if says := d.Cores(); says != "" {
		s.add(says)
	}
	s.add(scalingFigure(d), t)
	s.How = []string{
		"The chain is the control: Go code that multiplies a number a thousand times, each time by what the last one gave. It leaves most of a core idle, so that two threads of one core are twice as fast at it as one; at the others, which keep a core busy, they are not.",
		fmt.Sprintf("By %s, with a pool for each number of workers, in interleaved rounds. In each, calls of 20 ms wake the workers and let the system move the caller off their cores; as many again are measured. Workers: %s.", d.Settings.Best, d.Settings.Pinning),
	}
}

func costs(d *report.Report, s *Section) {
	t := &Table{Head: []string{"", "elements", "assumed, ns", "measured, ns", "measured / assumed", "this machine's median", "would set"}}
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
		t.add(true, c.ISA, measure.Count(c.Point.N), report.Figure(c.Assumed), spread(report.Figure(c.Measured), c.Point.Stats), report.Figure(c.Ratio()), report.Figure(c.Machine), set)
	}
	if len(t.Rows) == 0 {
		s.Missing = skipped(d)
		return
	}
	s.add(fmt.Sprintf("An operation is shared with other workers where its estimated time is long enough. The estimates of package internal/cost, an element each, are those of one processor; the median of an instruction set's ratios is how this machine differs from it. Apart from that %d of %d estimates are off by more than half, and should be set to the last column.", off, len(list)), t)
	s.How = []string{"Of the sizes that were measured, the one whose work is nearest " + report.Seconds(report.SharedWork.Seconds()) + " is compared: whether work is shared is decided around it. One worker measures, on arrays in the caches. LogGamma and LogFactorial have the arguments that cost most, below 8."}
}

func accuracy(d *report.Report, s *Section) {
	s.add(errorsFigure(d))
	for _, c := range d.Of(measure.Sweep) {
		s.add(c.Name + ": against " + c.Against + ".")
	}
	s.How = []string{"Every variant computes these results once, before it is measured, and each is compared with a value of 100 bits or more (internal/exact). An error is in units of the last place of the exact result as float64."}
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
	command += fmt.Sprintf(" -n %d -terms %d -rows %d -workers %d -isa %s -peers %s", o.Objects, o.Terms, o.Rows, o.Workers,
		strings.Join(o.ISAs, ","), cmp.Or(strings.Join(o.Peers, ","), "none"))
	s.add("Made by "+command+", begun "+d.Begun.UTC().Format("2006-01-02 15:04:05 UTC")+fmt.Sprintf(", in %.0f s.", d.Took),
		"Everything that was measured, repetition by repetition, is in report.json. What the tables compare is in bench.txt, as lines that benchstat compares: benchstat old/bench.txt new/bench.txt.",
		"Largest arrays of an operation, all together: "+report.Bytes(float64(o.Bytes))+".")
	if o.Quick {
		s.add("This was a quick run: few rounds and few sizes. Its figures show that everything works, not what it is worth.")
	}
}
