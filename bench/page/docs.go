package page

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sumlog/bench/measure"
	"sumlog/bench/report"
	"sumlog/internal/operations"
)

// Charts are the figures that the documents show, by their names there.
func Charts(d *report.Report) map[string][]byte {
	charts, figures := map[string][]byte{}, Figures(d)
	for name, figure := range map[string]string{
		"speedup.svg": "answer.svg", "sizes-sumlog.svg": "sizes-sumlog.svg",
	} {
		if figures[figure] != nil {
			charts[name] = figures[figure]
		}
	}
	return charts
}

// Operations is the table of all operations that the documents show, with its conditions.
func Operations(d *report.Report) []byte {
	var out bytes.Buffer
	if err := proses.ExecuteTemplate(&out, "operations", d); err != nil {
		panic(err) // a mistake in text.md
	}
	row := func(cells ...string) { fmt.Fprintf(&out, "| %s |\n", strings.Join(cells, " | ")) }
	isas := d.Settings.ISAs
	row(slices.Concat([]string{"operation"}, isas, []string{"worst", "a loop in Go", "others"})...)
	numbers := slices.Repeat([]string{"---:"}, len(isas)+1)
	row(slices.Concat([]string{"---"}, numbers, []string{"---", "---"})...)
	for _, c := range d.Of(measure.Sweep) {
		name := c.Name
		if param := operations.Find(name).Param; param != "" {
			name += fmt.Sprintf(", %s %d", param, c.Terms+c.Cols)
		}
		cells := slices.Repeat([]string{empty}, len(isas)+2)
		var others []string
		for _, v := range c.Variants {
			p := report.Cached(v)
			if p == nil {
				continue
			}
			ns, errs := report.Figure(c.NS(p, p.Stats.Median)), ""
			if v.Error != nil {
				errs = worst(&Table{}, v)
			}
			text := strings.TrimSuffix(fmt.Sprintf("%s %s (%s)", v.Label, ns, errs), " ()")
			switch i := slices.Index(isas, v.ISA); {
			case i >= 0:
				cells[i], cells[len(isas)] = ns, errs
			case v.Base:
				cells[len(isas)+1] = text
			default:
				others = append(others, text)
			}
		}
		row(slices.Concat([]string{name}, cells, []string{cmp.Or(strings.Join(others, "; "), empty)})...)
	}
	return out.Bytes()
}

// The table of all operations stands between these lines of a document.
const begin, end = "<!-- operations: go run ./bench -from bench/out/report.json -docs docs -->\n",
	"<!-- operations end -->\n"

// Replace returns a document with the table of this report in the place of the one it has.
func Replace(document, table []byte) ([]byte, error) {
	before, rest, found := bytes.Cut(document, []byte(begin))
	_, after, ended := bytes.Cut(rest, []byte(end))
	if !found || !ended {
		return nil, errors.New("there is no place for the table of all operations")
	}
	return slices.Concat(before, []byte(begin+"\n"), table, []byte("\n"+end), after), nil
}
