// Package page shows a report: as a page with plots, in Markdown, and on a terminal. All are made
// from the same sections, which text.md describes.
package page

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// Card is one number that matters, with what it says.
type Card struct{ Number, Says string }

// Figure is a drawing.
type Figure struct {
	ID, Title, Caption, SVG string
}

// Table has a head and rows. The first column is left-aligned; others are numbers, unless Words.
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

// read adds what a text of text.md says, whose head describes its marks.
func (s *Section) read(text string, d *report.Report) {
	var table *Table
	folded, how := "", false
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		var words []string
		for line := range strings.Lines(paragraph) {
			line = strings.TrimSpace(line)
			mark, rest, _ := strings.Cut(line, " ")
			row := strings.HasPrefix(mark, "|")
			if mark != "" && !row {
				table = nil
			}
			switch {
			case row && table != nil:
				table.read(mark, rest)
			case row:
				table = &Table{Head: cells(rest), Words: mark == "|:"}
				s.Blocks = append(s.Blocks, Block{Table: table, Folded: folded})
				folded = ""
			case mark == "#":
				s.Title = rest
			case mark == "##":
				s.Short = rest
			case mark == "###":
				s.Blocks = append(s.Blocks, Block{Heading: rest})
			case mark == "!":
				kind, name, _ := strings.Cut(rest, " ")
				if b := drawings[kind](d, name); b.Figure != nil || b.Cards != nil {
					s.Blocks = append(s.Blocks, b)
				}
			case mark == "<details>":
				folded = rest
			case mark == "<how>":
				how = true
			default:
				words = append(words, strings.Fields(line)...)
			}
		}
		switch text := strings.Join(words, " "); {
		case text == "":
		case how:
			s.How = append(s.How, text)
		default:
			s.Blocks = append(s.Blocks, Block{Text: text})
		}
	}
}

// cells are those of a line without its mark.
func cells(line string) []string {
	list := strings.Split(strings.TrimSuffix(" "+line, "|"), " | ")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func (t *Table) read(mark, line string) {
	if mark == "|#" {
		t.Rows = append(t.Rows, Row{Heading: line})
		return
	}
	row := Row{Own: mark == "|*", Cells: cells(line)}
	if mark == "|-" { // a row without numbers
		label, why, _ := strings.Cut(line, " | ")
		row.Cells = append([]string{label}, slices.Repeat([]string{none(why)}, len(t.Head)-1)...)
	}
	for i, cell := range row.Cells {
		if why, is := strings.CutPrefix(cell, reason); is {
			row.Cells[i] = t.note(why)
		}
	}
	t.Rows = append(t.Rows, row)
}

// empty marks a cell without a number. The reason follows, or its number in the table.
const empty, reason = "–", "–: "

// none is a cell without a number, for a reason, which is given below the table.
func none(why string) string {
	why = cmp.Or(why, "no reason is known: a mistake of this program")
	return reason + strings.Join(strings.Fields(why), " ")
}

// note is a cell without a number: a mark that leads to the reason below the table.
func (t *Table) note(why string) string {
	if !slices.Contains(t.notes, why) {
		t.notes = append(t.notes, why)
	}
	return empty + superscript(slices.Index(t.notes, why)+1)
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

// Check returns an error unless every section has a table, a figure, a text or the reason why it
// has none, and every cell a value or the reason why it has none.
func Check(list []Section) error {
	var errs []error
	for _, s := range list {
		shows := s.Missing != ""
		for _, b := range s.Blocks {
			if b.Figure != nil && strings.Contains(b.Figure.SVG, "NaN") {
				errs = append(errs, fmt.Errorf("section %s has a figure of what is no number", s.ID))
			}
			t := cmp.Or(b.Table, &Table{})
			shows = shows || b.Text != "" || b.Figure != nil || len(t.Rows) > 0
			for _, r := range t.Rows {
				incomplete := len(r.Cells) != len(t.Head) || slices.ContainsFunc(r.Cells, missing)
				if r.Heading == "" && incomplete {
					errs = append(errs, fmt.Errorf("section %s has a row that is not complete: %q", s.ID, r.Cells))
				}
			}
		}
		if !shows {
			errs = append(errs, fmt.Errorf("section %s shows nothing, and does not say why", s.ID))
		}
	}
	return errors.Join(errs...)
}

// missing reports whether a cell has no value, and no reason either.
func missing(cell string) bool {
	return cell == "" || strings.HasPrefix(cell, "-") || cell == empty || strings.Contains(cell, "NaN")
}
