package page

import (
	"bytes"
	"fmt"
	"strings"

	"sumlog/bench/report"
)

// Markdown is the report without its drawings.
func Markdown(d *report.Document) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Sums of logarithms on %s\n", d.Machine.CPU)
	for _, s := range Sections(d) {
		fmt.Fprintf(&out, "\n## %s\n\n", s.Title)
		if s.Absent != "" {
			fmt.Fprintf(&out, "%s\n", s.Absent)
		}
		for _, c := range s.Cards {
			fmt.Fprintf(&out, "- **%s** %s\n", c.Figure, c.Says)
		}
		for _, b := range s.Blocks {
			switch {
			case b.Heading != "":
				fmt.Fprintf(&out, "\n### %s\n", b.Heading)
			case b.Text != "":
				fmt.Fprintf(&out, "\n%s\n", b.Text)
			case b.Table != nil:
				b.Table.markdown(&out, b.Folded)
			}
		}
		if len(s.How) > 0 {
			fmt.Fprintf(&out, "\nHow these figures were made:\n\n- %s\n", strings.Join(s.How, "\n- "))
		}
	}
	return out.Bytes()
}

func (t *Table) markdown(out *bytes.Buffer, title string) {
	line := func(cells []string) {
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
	if title != "" {
		fmt.Fprintf(out, "\n%s:\n", title)
	}
	out.WriteString("\n")
	line(append([]string{}, t.Head...))
	rule := make([]string, len(t.Head))
	for i := range rule {
		rule[i] = "---:"
		if i == 0 || t.Words {
			rule[i] = "---"
		}
	}
	line(rule)
	for _, r := range t.Rows {
		cells := append([]string{}, r.Cells...)
		if r.Heading != "" {
			cells = make([]string, len(t.Head))
			cells[0] = "**" + r.Heading + "**"
		}
		line(cells)
	}
	for _, note := range t.Notes() {
		fmt.Fprintf(out, "\n%s\n", note)
	}
}
