package page

import (
	"bytes"
	"errors"
	"slices"

	"sumlog/bench/report"
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
func Operations(d *report.Report) []byte { return []byte(prose("operations", &showing{Report: d})) }

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
