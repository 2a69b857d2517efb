// Package page shows a report: as a page with plots, in Markdown, and on a terminal. All are made
// from the same sections.
package page

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"sumlog/bench/measure"
	"sumlog/bench/report"
)

// Section is a part of the report. Where there is nothing to show, Missing says why.
type Section struct {
	ID, Title string
	Short     string // for a list of sections, where the title is long
	Missing   string
	Blocks    []Block
	How       []string // how the figures were made
}

// Block is a paragraph, a heading, cards, a table or a figure.
type Block struct {
	Heading, Text string
	Cards         []Card
	Table         *Table
	Figure        *Figure
	Folded        string // the table is shown when this is opened
}

// add adds what there is to show: texts, tables, and figures but for those that are nil.
func (s *Section) add(blocks ...any) {
	for _, b := range blocks {
		switch b := b.(type) {
		case string:
			s.Blocks = append(s.Blocks, Block{Text: b})
		case []string:
			for _, text := range b {
				s.Blocks = append(s.Blocks, Block{Text: text})
			}
		case *Table:
			s.Blocks = append(s.Blocks, Block{Table: b})
		case Block:
			s.Blocks = append(s.Blocks, b)
		case *Figure:
			if b != nil {
				s.Blocks = append(s.Blocks, Block{Figure: b})
			}
		}
	}
}

//go:embed text.md
var texts string

var proses = template.Must(template.New("text").Funcs(template.FuncMap{
	"figure": report.Figure, "level": levelName,
	"bytes": func(n any) string {
		x, _ := strconv.ParseFloat(fmt.Sprint(n), 64)
		return report.Bytes(x)
	},
	"join": func(list []string) string { return strings.Join(list, ", ") },
}).Parse(texts))

// levelName is what a level of data caches is called.
func levelName(level int) string {
	if level == 1 {
		return "L1d"
	}
	return fmt.Sprintf("L%d", level)
}

// values are what a text says of this run.
type values map[string]any

var inCache = values{"InCache": measure.Count(report.InCache)}

// prose returns the paragraphs of a text.
func prose(name string, about any) (paragraphs []string) {
	var out strings.Builder
	if err := proses.ExecuteTemplate(&out, name, about); err != nil {
		panic(err) // a mistake in text.md, which every test of the page finds
	}
	for paragraph := range strings.SplitSeq(out.String(), "\n\n") {
		if words := strings.Fields(paragraph); len(words) > 0 {
			paragraphs = append(paragraphs, strings.Join(words, " "))
		}
	}
	return paragraphs
}

func caption(name string, about any) string { return prose(name+" caption", about)[0] }

// Card is one number that matters, with what it says.
type Card struct{ Number, Says string }

// Figure is a drawing.
type Figure struct {
	ID, Title, Caption string
	SVG                string
}

// Table has a head and rows; its first column is left-aligned, and the others hold numbers
// unless Words says so.
type Table struct {
	Head  []string
	Words bool
	Rows  []Row
	notes []string
}

// Row is a line of a table, or a heading above those that follow.
type Row struct {
	Heading string
	Own     bool // sumlog's
	Cells   []string
}

// empty marks a cell without a number; the number of the reason follows.
const empty = "–"

// none is a cell without a number, for a reason, which is given below the table.
func (t *Table) none(why string) string {
	why = cmp.Or(why, "no reason is known: a mistake of this program")
	i := slices.Index(t.notes, why)
	if i < 0 {
		t.notes = append(t.notes, why)
		i = len(t.notes) - 1
	}
	return empty + superscript(i+1)
}

// or is a number, or a cell without one for a reason where it is zero or none.
func (t *Table) or(number, why string) string {
	if number == report.None || number == "0" {
		return t.none(why)
	}
	return number
}

// Notes are the reasons of cells without a number, each behind its own number.
func (t *Table) Notes() (list []string) {
	for i, why := range t.notes {
		list = append(list, superscript(i+1)+" "+why)
	}
	return list
}

func superscript(n int) string {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	return strings.Map(func(r rune) rune { return digits[r-'0'] }, fmt.Sprint(n))
}

// addMissing adds a row without numbers.
func (t *Table) addMissing(label, why string) {
	t.add(false, append([]string{label}, slices.Repeat([]string{t.none(why)}, len(t.Head)-1)...)...)
}

func (t *Table) add(own bool, cells ...string) {
	t.Rows = append(t.Rows, Row{Own: own, Cells: cells})
}

func (t *Table) heading(text string) { t.Rows = append(t.Rows, Row{Heading: text}) }
