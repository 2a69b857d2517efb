// Package page writes the report that people read: a page with plots, and the same in
// Markdown. Both are made from the same sections.
package page

import (
	"fmt"
	"slices"
	"strings"
)

// Section is a part of the report. Where there is nothing to show, Absent says why.
type Section struct {
	ID, Title string
	Short     string // for a list of sections, where the title is long
	Absent    string
	Cards     []Card
	Blocks    []Block
	How       []string // the exact way the figures were made
}

// Card is one figure that matters, with what it says.
type Card struct{ Figure, Says string }

// Block is a paragraph, a heading, a table or a drawing.
type Block struct {
	Heading, Text string
	Table         *Table
	Figure        *Figure
	Folded        string // the table is shown when this is opened
}

// Table has a head and rows; its first column is left-aligned, and the others hold
// figures unless Words says so.
type Table struct {
	Head  []string
	Words bool
	Rows  []Row
	notes []string
}

// Row is a line of a table, or a heading over those that follow.
type Row struct {
	Heading string
	Own     bool // sumlog's
	Cells   []string
}

// mark of a cell that has no figure, followed by the number of the reason.
const empty = "–"

// none is a cell without a figure, for a reason, which stands below the table.
func (t *Table) none(format string, arguments ...any) string {
	why := fmt.Sprintf(format, arguments...)
	if why == "" {
		why = "no reason is known: a mistake of this program"
	}
	i := slices.Index(t.notes, why)
	if i < 0 {
		t.notes = append(t.notes, why)
		i = len(t.notes) - 1
	}
	return empty + superscript(i+1)
}

// or is a figure, or a cell without one for a reason.
func (t *Table) or(figure, why string) string {
	if figure == "-" || figure == "" {
		return t.none("%s", why)
	}
	return figure
}

// Notes are the reasons of cells without a figure, each behind its number.
func (t *Table) Notes() (list []string) {
	for i, why := range t.notes {
		list = append(list, superscript(i+1)+" "+why)
	}
	return list
}

func superscript(n int) string {
	return strings.Map(func(r rune) rune { return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'] }, fmt.Sprint(n))
}

func (t *Table) add(own bool, cells ...string) {
	t.Rows = append(t.Rows, Row{Own: own, Cells: cells})
}

func (t *Table) heading(text string) { t.Rows = append(t.Rows, Row{Heading: text}) }
