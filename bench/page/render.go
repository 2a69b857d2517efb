package page

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"sumlog/bench/report"
)

//go:embed page.html
var source string

//go:embed style.css
var style string

//go:embed colours.css
var colourStyle string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"svg":   func(f *Figure) template.HTML { return template.HTML(f.SVG) },
	"style": func() template.CSS { return template.CSS(colourStyle + svgStyle + style) },
}).Parse(source))

// view is what the templates of the whole report are about.
type view struct {
	*report.Report
	Sections []Section
	All      bool
}

// HTML is the report as one file that needs no other.
func HTML(d *report.Report) ([]byte, error) {
	var out bytes.Buffer
	err := page.Execute(&out, view{d, Sections(d), true})
	return out.Bytes(), err
}

// Figures are the drawings of the report as files of their own, by their names.
func Figures(d *report.Report) map[string][]byte {
	files := map[string][]byte{}
	for _, s := range Sections(d) {
		for _, b := range s.Blocks {
			if b.Figure != nil {
				files[b.Figure.ID+".svg"] = b.Figure.Alone()
			}
		}
	}
	return files
}

// Markdown is the report without its drawings. A terminal does not show all of it: no tables that
// are folded, nor how figures were made.
func Markdown(d *report.Report, all bool) string {
	return prose("markdown", view{d, Sections(d), all})
}

// Lines are the table in Markdown, with its columns aligned, so that it is one on a terminal too.
func (t *Table) Lines() string {
	columns := len(t.Head)
	widths, rule := make([]int, columns), make([]string, columns)
	for _, r := range append([]Row{{Cells: t.Head}}, t.Rows...) {
		for i, cell := range r.Cells { // a heading has none: it may be wider than its column
			widths[i] = max(widths[i], 4, utf8.RuneCountInString(cell))
		}
	}
	for i, width := range widths {
		rule[i] = strings.Repeat("-", width)
		if i == 0 || t.Words {
			widths[i] = -width // to the left
		} else {
			rule[i] = rule[i][1:] + ":"
		}
	}
	if t.Words {
		widths[columns-1] = 0
	}
	out := new(strings.Builder)
	fmt.Fprintln(out)
	for _, r := range slices.Concat([]Row{{Cells: t.Head}, {Cells: rule}}, t.Rows) {
		if r.Heading != "" {
			r.Cells = append([]string{"**" + r.Heading + "**"}, make([]string, columns-1)...)
		}
		for i, cell := range r.Cells {
			fmt.Fprintf(out, "| %*s ", widths[i], strings.ReplaceAll(cell, "|", `\|`))
		}
		fmt.Fprintln(out, "|")
	}
	for _, note := range t.Notes() {
		fmt.Fprintf(out, "\n%s\n", note)
	}
	return out.String()
}

// Charts are the figures that the documents show, by their names there.
func Charts(d *report.Report) map[string][]byte {
	all := Figures(d)
	charts := map[string][]byte{
		"speedup.svg": all["answer.svg"], "sizes-sumlog.svg": all["sizes-sumlog.svg"],
	}
	maps.DeleteFunc(charts, func(_ string, svg []byte) bool { return svg == nil })
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
