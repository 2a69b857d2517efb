package page

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
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
	"svg":  func(f *Figure) template.HTML { return template.HTML(f.SVG) },
	"span": func(t *Table) int { return len(t.Head) },
}).Parse(source))

// HTML is the report as one file that needs no other.
func HTML(d *report.Report) ([]byte, error) {
	var out bytes.Buffer
	err := page.Execute(&out, struct {
		Quick, OK  bool
		CPU, Begun string
		Style      template.CSS
		Sections   []Section
	}{
		d.Settings.Quick, d.OK, cmp.Or(d.Machine.CPU, "an unknown processor"),
		d.Begun.UTC().Format("2 January 2006"),
		template.CSS(colourStyle + svgStyle + style), Sections(d),
	})
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

// Markdown is the report without its drawings.
func Markdown(d *report.Report) []byte { return markdown(d, true) }

// Text is what a terminal shows: all but the tables that are folded and how figures were made.
func Text(d *report.Report) []byte { return markdown(d, false) }

func markdown(d *report.Report, all bool) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Sums of logarithms on %s\n", cmp.Or(d.Machine.CPU, "an unknown processor"))
	for _, s := range Sections(d) {
		fmt.Fprintf(&out, "\n## %s\n", s.Title)
		if s.Missing != "" {
			fmt.Fprintf(&out, "\n%s\n", s.Missing)
		}
		for _, b := range s.Blocks {
			switch {
			case b.Heading != "":
				fmt.Fprintf(&out, "\n### %s\n", b.Heading)
			case b.Text != "":
				fmt.Fprintf(&out, "\n%s\n", b.Text)
			case b.Table != nil && (all || b.Folded == ""):
				if b.Folded != "" {
					fmt.Fprintf(&out, "\n%s:\n", b.Folded)
				}
				out.Write(b.Table.lines())
			case len(b.Cards) > 0:
				out.WriteString("\n")
				for _, c := range b.Cards {
					fmt.Fprintf(&out, "- **%s** %s\n", c.Number, c.Says)
				}
			}
		}
		if all && len(s.How) > 0 {
			fmt.Fprintf(&out, "\nHow these figures were made:\n\n- %s\n", strings.Join(s.How, "\n- "))
		}
	}
	return out.Bytes()
}

// lines are the table in Markdown, with its columns aligned, so that it is one on a terminal too.
func (t *Table) lines() []byte {
	var out bytes.Buffer
	rows, widths := [][]string{t.Head, nil}, make([]int, len(t.Head)) // nil: the rule below the head
	fit := func(cells []string) {
		for i, cell := range cells {
			widths[i] = max(widths[i], 4, utf8.RuneCountInString(cell))
		}
	}
	fit(t.Head)
	for _, r := range t.Rows {
		cells := r.Cells
		if r.Heading != "" { // wider than its column
			cells = append([]string{"**" + r.Heading + "**"}, make([]string, len(t.Head)-1)...)
		} else {
			fit(cells)
		}
		rows = append(rows, cells)
	}
	out.WriteString("\n")
	for _, cells := range rows {
		for i, width := range widths {
			left, last := i == 0 || t.Words, i == len(widths)-1
			cell := strings.Repeat("-", width)
			if cells != nil {
				cell = strings.ReplaceAll(cells[i], "|", `\|`)
			} else if !left {
				cell = cell[1:] + ":"
			}
			space := strings.Repeat(" ", max(0, width-utf8.RuneCountInString(cell)))
			if !left {
				cell = space + cell
			} else if !t.Words || !last {
				cell += space
			}
			out.WriteString("| " + cell + " ")
		}
		out.WriteString("|\n")
	}
	for _, note := range t.Notes() {
		fmt.Fprintf(&out, "\n%s\n", note)
	}
	return out.Bytes()
}
