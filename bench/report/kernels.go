package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"sumlog/bench/probe"
	"sumlog/bench/sweep"
)

// newTable begins a table as wide as Width, whose first column gets what the others
// leave.
func newTable(colour bool, first string, header []string, widths []int) (table.Writer, int) {
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", " "
	style.Format.Header = text.FormatDefault
	if colour {
		style.Color.Header = text.Colors{text.Bold}
	}
	labels := Width - 1
	for _, width := range widths {
		labels -= width + 1
	}
	t := table.NewWriter()
	t.SetStyle(style)
	t.SuppressTrailingSpaces()
	columns := []table.ColumnConfig{{Number: 1, WidthMin: labels}}
	for i, width := range widths {
		columns = append(columns, table.ColumnConfig{
			Number: i + 2, WidthMin: width, Align: text.AlignRight, AlignHeader: text.AlignRight,
		})
	}
	t.SetColumnConfigs(columns)
	t.AppendHeader(cells(first, header))
	return t, labels
}

func title(out io.Writer, colour bool, heading string) {
	if colour {
		heading = text.Bold.Sprint(heading)
	}
	fmt.Fprintf(out, "%s\n\n", heading)
}

// Limit finds what a probe found.
func (d *Document) Limit(isa, does, level string) *sweep.Limit {
	for i, l := range d.Limits {
		if l.ISA == isa && l.Does == does && l.Level == level {
			return &d.Limits[i]
		}
	}
	return nil
}

// LimitRow is a line of the table of limits: what is done, and where.
type LimitRow struct{ Does, Level string }

// LimitRows are the lines of the table of limits.
func (d *Document) LimitRows() (list []LimitRow) {
	seen := map[LimitRow]bool{}
	for _, l := range d.Limits {
		row := LimitRow{l.Does, l.Level}
		if !seen[row] {
			seen[row] = true
			list = append(list, row)
		}
	}
	// Arithmetic first, then memory from the nearest to the furthest.
	order := []string{""}
	for _, l := range d.Levels {
		order = append(order, l.Name)
	}
	var sorted []LimitRow
	for _, level := range order {
		for _, row := range list {
			if row.Level == level {
				sorted = append(sorted, row)
			}
		}
	}
	return sorted
}

// Label is a line's first cell.
func (r LimitRow) Label() string {
	if r.Level == "" {
		return r.Does
	}
	return r.Level + ", " + r.Does
}

// GigaRate writes operations or bytes a second, in thousands of millions.
func GigaRate(x float64) string { return fit(x/1e9, 8) }

// LimitTable prints what the machine can do.
func LimitTable(out io.Writer, d *Document, colour bool) {
	title(out, colour, "3. Limits of one core, by the probes of each instruction set")
	if len(d.Limits) == 0 {
		fmt.Fprintf(out, "Left out by -run.\n\n")
		return
	}
	isas := probe.ISAs()
	var header []string
	var widths []int
	for _, isa := range isas {
		header = append(header, isa, "±")
		widths = append(widths, 8, 5)
	}
	t, _ := newTable(colour, "10^9 a second", header, widths)
	level := ""
	for _, row := range d.LimitRows() {
		if row.Level != level {
			level = row.Level
		}
		var line []string
		for _, isa := range isas {
			if l := d.Limit(isa, row.Does, row.Level); l != nil {
				line = append(line, GigaRate(l.Rate.Max), percent(l.Rate.Spread()))
			} else {
				line = append(line, "none", "")
			}
		}
		t.AppendRow(cells("  "+row.Label(), line))
	}
	fmt.Fprintf(out, "%s\n\n", t.Render())
	entry(out, "", "operations on float64, and of the levels of memory bytes read and written, a second; the highest of "+
		"all rounds, which is what fractions refer to; ± is half the span of the middle 80%")
	entry(out, "memory", d.InMemory())
	entry(out, "knee", d.KneeSays())
	fmt.Fprintln(out)
}

// KernelTable prints the kernels beside their peers.
func KernelTable(out io.Writer, d *Document, colour bool) {
	title(out, colour, fmt.Sprintf("4. Kernels and peers, one worker: ns an element of %s elements, and of the largest arrays", Count(InCache)))
	header := []string{"ns", "±", "× Go", "limit", "ns", "× Go", "limit", "worst", "mean"}
	widths := []int{7, 5, 6, 5, 7, 6, 5, 6, 5}
	t, labels := newTable(colour, "", header, widths)
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		if !Measured(r) {
			continue
		}
		heading := r.Name + ": " + r.Does
		if last := lastSize(r); last > 0 {
			heading += "; largest " + Count(last)
		}
		heading = text.Snip(heading, Width-2, "…")
		if colour {
			heading = text.Bold.Sprint(heading)
		}
		t.AppendRow(cells(heading, repeat(heading, len(header))), table.RowConfig{AutoMerge: true, AutoMergeAlign: text.AlignLeft})
		for k := range r.Lines {
			l := &r.Lines[k]
			if strings.HasPrefix(l.Absent, sweep.LeftOut) {
				continue
			}
			if l.Absent != "" {
				line := text.Snip("  "+l.Label+": "+l.Absent, Width-2, "…")
				t.AppendRow(cells(line, repeat(line, len(header))), table.RowConfig{AutoMerge: true, AutoMergeAlign: text.AlignLeft})
				continue
			}
			cached, large := Pick(l)
			row := append(d.pointCells(r, l, cached, true), d.pointCells(r, l, large, false)...)
			if l.Error != nil {
				row = append(row, ulps(l.Error, l.Error.Worst, widths[7]), ulps(l.Error, l.Error.Mean, widths[8]))
			} else {
				row = append(row, none, none)
			}
			t.AppendRow(cells(text.Snip("  "+l.Label, labels, "…"), row))
		}
	}
	fmt.Fprintf(out, "%s\n\n", t.Render())
	for _, n := range []note{
		{"ns", "median of interleaved rounds; ± is half the span of the middle 80%. - is too slow to measure: one call would take too long"},
		{"× Go", "times as fast as the Go loop, median of the ratios of the rounds"},
		{"limit", "part of what the machine's limits allow, of sumlog's kernels: the arithmetic of each, or its bytes"},
		{"ULP", "worst and mean error against exact arithmetic; the report says of what"},
	} {
		entry(out, n.name, n.text)
	}
	fmt.Fprintln(out)
}

// Measured reports whether any way of an operation has figures.
func Measured(r *sweep.Result) bool {
	for _, l := range r.Lines {
		for _, p := range l.Points {
			if p.NS != nil {
				return true
			}
		}
	}
	return false
}

func repeat(s string, n int) []string { return strings.Split(strings.Repeat(s+"\x00", n), "\x00")[:n] }

func lastSize(r *sweep.Result) int {
	for _, l := range r.Lines {
		if len(l.Points) > 0 {
			return l.Points[len(l.Points)-1].N
		}
	}
	return 0
}

func ulps(e *sweep.Error, x float64, width int) string {
	if e.Wrong > 0 {
		return "wrong"
	}
	return fit(x, width)
}

func (d *Document) pointCells(r *sweep.Result, l *sweep.Line, p *sweep.Point, spread bool) []string {
	list := []string{none, none, none, none}
	if p != nil {
		list[0], list[1] = fit(p.NS.Median, 7), percent(p.NS.Spread())
		if p.Ratio != nil {
			list[2] = fit(p.Ratio.Median, 6)
		}
		list[3] = d.Fraction(r, l, p)
	}
	if !spread {
		return []string{list[0], list[2], list[3]}
	}
	return list
}

// Fraction is how much of what the machine allows a kernel reaches at a point, and none
// where it is not sumlog's or where the limits were not measured.
func (d *Document) Fraction(r *sweep.Result, l *sweep.Line, p *sweep.Point) string {
	if l.ISA == "" || p == nil || p.NS == nil {
		return none
	}
	b := d.Bind(r, p.Bytes)
	if math.IsNaN(b.NS) {
		return none
	}
	return wholePercent(b.NS / p.NS.Median)
}

// ScalingTable prints what more workers are worth.
func ScalingTable(out io.Writer, d *Document, colour bool) {
	title(out, colour, "5. Workers: times as fast as one, "+d.Settings.Best)
	var counts []int
	for _, s := range d.Scaling {
		if len(s.Points) > len(counts) {
			counts = nil
			for _, p := range s.Points {
				counts = append(counts, p.Workers)
			}
		}
	}
	if len(counts) == 0 {
		fmt.Fprintf(out, "Left out by -run.\n\n")
		return
	}
	// The report has the others: here as many are shown as leave room for the labels.
	const shown = 3
	first := max(1, len(counts)-shown)
	header, widths := []string{"one worker"}, []int{10}
	for _, n := range counts[first:] {
		header = append(header, fmt.Sprintf("%d", n), "±")
		widths = append(widths, 5, 5)
	}
	t, labels := newTable(colour, "", header, widths)
	for _, s := range d.Scaling {
		if s.Absent != "" {
			continue
		}
		row := []string{seconds(s.Points[0].Seconds.Median)}
		for _, p := range s.Points[min(first, len(s.Points)):] {
			row = append(row, fit(p.SpeedUp.Median, 5), percent(p.SpeedUp.Spread()))
		}
		label := fmt.Sprintf("  %s, %s elements", s.Label, Count(s.N))
		t.AppendRow(cells(text.Snip(label, labels, "…"), row))
	}
	fmt.Fprintf(out, "%s\n\n", t.Render())
	if len(counts) == 1 {
		fmt.Fprintf(out, "With one worker there is nothing to compare.\n\n")
	}
	if says := d.Cores(); says != "" {
		fmt.Fprintf(out, "%s\n\n", Wrap(says))
	}
}

// SweepSummary says what the sweeps show, in one line for each question.
func SweepSummary(d *Document) (list []string) {
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		if line := d.verdict(r); line != "" {
			list = append(list, line)
		}
	}
	if line := costsSummary(d); line != "" {
		list = append(list, line)
	}
	return list
}

// Best is the fastest of sumlog's lines in the caches, with its point, or nil.
func (d *Document) Fastest(r *sweep.Result) (best *sweep.Line, at *sweep.Point) {
	for _, l := range Own(r) {
		if p, _ := Pick(l); p != nil && (at == nil || p.NS.Median < at.NS.Median) {
			best, at = l, p
		}
	}
	return best, at
}

func (d *Document) verdict(r *sweep.Result) string {
	l, p := d.Fastest(r)
	if l == nil || p.Ratio == nil {
		return ""
	}
	line := fmt.Sprintf("%s, %s, %s elements: %s ns each, %s times %s", r.Name, l.ISA, Count(p.N), figure(p.NS.Median), figure(p.Ratio.Median), goes(r))
	if f := d.Fraction(r, l, p); f != none {
		line += ", " + f + " of the machine's limit (" + d.Bind(r, p.Bytes).By + ")"
	}
	if l.Error != nil {
		line += fmt.Sprintf("; worst error %s ULP", figure(l.Error.Worst))
	}
	return line + "."
}

// goes names the base way.
func goes(r *sweep.Result) string {
	for _, l := range r.Lines {
		if l.Base {
			return strings.Replace(l.Label, "Go loop", "the Go loop", 1)
		}
	}
	return "Go"
}
