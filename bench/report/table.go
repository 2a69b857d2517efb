package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"sumlog/bench/measure"
	"sumlog/bench/workload"
)

// Width is what everything printed fits.
const Width = 100

// Table prints the rows, one line each, under the headings of their groups, and
// what the columns mean below.
func (r Results) Table(out io.Writer, colour bool) {
	style := table.StyleLight
	style.Options = table.Options{SeparateHeader: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", " "
	style.Format.Header = text.FormatDefault
	bold, red := text.Colors{}, text.Colors{}
	if colour {
		bold, red = text.Colors{text.Bold}, text.Colors{text.FgHiRed, text.Bold}
		style.Color.Header = bold
	}

	header := []string{"workers", "time", "±", "ns/" + r.Unit, "× Go", "× Python", "ULP"}
	widths := []int{7, 9, 5, 8, 8, 9, 5}
	figures := r.figures()
	for _, cells := range figures {
		for i, cell := range cells {
			widths[i] = max(widths[i], text.StringWidth(cell))
		}
	}
	labels := Width - 1 // the first column gets what the others leave
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
	t.AppendHeader(cells("", header))
	group := ""
	for i, row := range r.Rows {
		if row.Group != group {
			group = row.Group
			across(t, bold.Sprint(group))
		}
		label := text.Snip("  "+row.label(), labels, "…")
		switch {
		case row.Absent != "":
			across(t, "  "+row.label()+": "+row.Absent)
			continue
		case len(row.Verdict.Problems) > 0:
			label = red.Sprint(text.Snip("! WRONG "+row.label(), labels, "…"))
		}
		t.AppendRow(cells(label, figures[i]))
	}
	fmt.Fprintf(out, "%s\n\n%s\n", bold.Sprint(r.Title), t.Render())
	if len(r.notes()) > 0 {
		fmt.Fprintln(out)
	}
	for _, note := range r.notes() {
		entry(out, note.name, note.text)
	}
	for _, problem := range r.Problems() {
		fmt.Fprintln(out, red.Sprint(Wrap("WRONG: "+problem)))
	}
	fmt.Fprintln(out)
}

// figures are the cells of each row but its label; none where it is absent.
func (r Results) figures() [][]string {
	list := make([][]string, len(r.Rows))
	goes, pythons := r.Seconds(workload.GoLoop), r.Seconds(workload.PythonLoop)
	for i, row := range r.Rows {
		if row.Absent == "" {
			list[i] = []string{
				Count(row.Workers), seconds(row.Median), percent(row.Spread()), fit(row.Median*1e9/r.Units, 8),
				fit(goes/row.Median, 8), fit(pythons/row.Median, 9), fit(row.Verdict.ULP, 5),
			}
		}
	}
	return list
}

func cells(label string, figures []string) table.Row {
	row := table.Row{label}
	for _, cell := range figures {
		row = append(row, cell)
	}
	return row
}

// across appends a line that goes over all columns.
func across(t table.Writer, line string) {
	line = text.Snip(line, Width-2, "…")
	t.AppendRow(cells(line, slices.Repeat([]string{line}, 7)),
		table.RowConfig{AutoMerge: true, AutoMergeAlign: text.AlignLeft})
}

// label says on what part a way was measured, if not on all.
func (row Row) label() string {
	if share := measure.Share(row.Items, row.Full); share != "" && row.Absent == "" {
		return fmt.Sprintf("%s (%s, scaled)", row.Label, share)
	}
	return row.Label
}

// note explains one column, or mark, of a table.
type note struct{ name, text string }

// notes explain the table, as far as what is in it needs that.
func (r Results) notes() []note {
	lowest, highest, sample, spread, scaled := 0, 0, 0, false, false
	for _, row := range r.Rows {
		if row.Absent != "" {
			continue
		}
		if lowest == 0 || row.Count < lowest {
			lowest = row.Count
		}
		highest, sample = max(highest, row.Count), max(sample, row.Verdict.Sampled)
		scaled = scaled || row.Items < row.Full
		spread = spread || row.Workers > 1
	}
	if highest == 0 {
		return nil
	}
	list := []note{
		{"time", fmt.Sprintf("median of %s repetitions in interleaved rounds; ± is half the span of the middle 80%%", between(lowest, highest))},
		{"×", "times as fast as the for loop of Go, or of Python, with one worker"},
		{"ULP", fmt.Sprintf("worst error against exact arithmetic, of %s %s; the results of all are compared with those of the other ways",
			Count(sample), r.Items)},
	}
	if worst := r.worstRounded(); worst >= 0 {
		list = append(list, note{"", fmt.Sprintf("(one logarithm a term: at most %s against the sum for the terms as float64 rounds them)", figure(worst))})
	}
	if scaled {
		list = append(list, note{"1/n", fmt.Sprintf("measured on that part of the %s and scaled up; what starting costs is counted once", r.Items)})
	}
	if spread {
		list = append(list, note{"workers", "at most: sumlog in place wakes as many as the rows are worth. One chunk each, and four with map and map_async; only Process starts its own in the time measured"})
	}
	return list
}

func between(low, high int) string {
	if low == high {
		return Count(low)
	}
	return Count(low) + " to " + Count(high)
}

// worstRounded is the worst error of sumlog's literal loop against what it
// promises, or negative where it was not measured.
func (r Results) worstRounded() float64 {
	worst := -1.0
	for _, row := range r.Rows {
		if row.Absent == "" && row.ISA != "" && row.Method == workload.Literal {
			worst = max(worst, row.Verdict.RoundedULP)
		}
	}
	return worst
}

// entry prints a name and what there is to say of it, beside it.
func entry(out io.Writer, name, value string) {
	const indent = 10
	value = wrap(value, Width-indent)
	fmt.Fprintf(out, "%-*s%s\n", indent, name, strings.ReplaceAll(value, "\n", "\n"+strings.Repeat(" ", indent)))
}

// Wrap breaks a line that is too long for Width.
func Wrap(line string) string { return wrap(line, Width) }

func wrap(line string, width int) string {
	lines := strings.Split(text.WrapSoft(line, width), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
