package page

import (
	"errors"
	"fmt"
	"strings"
)

// Check returns an error unless every section of the report is there, in order, and has a table,
// a figure or the reason why there is none, and no cell is empty or lacks its reason.
func Check(list []Section) error {
	var errs []error
	wrong := func(format string, arguments ...any) { errs = append(errs, fmt.Errorf(format, arguments...)) }
	for i, id := range IDs {
		if i >= len(list) || list[i].ID != id {
			wrong("section %d is not %s", i, id)
			continue
		}
		s, shows := list[i], list[i].Missing != ""
		for _, b := range s.Blocks {
			if b.Figure != nil && strings.Contains(b.Figure.SVG, "NaN") {
				wrong("section %s has a figure of what is no number", id)
			}
			shows = shows || b.Text != "" || b.Figure != nil || b.Table != nil && len(b.Table.Rows) > 0
			if b.Table != nil {
				errs = append(errs, checkCells(id, b.Table)...)
			}
		}
		if !shows {
			wrong("section %s shows nothing, and does not say why", id)
		}
	}
	return errors.Join(errs...)
}

func checkCells(id string, t *Table) (errs []error) {
	for _, r := range t.Rows {
		if r.Heading == "" && len(r.Cells) != len(t.Head) {
			errs = append(errs, fmt.Errorf("section %s has %d cells below %d heads", id, len(r.Cells), len(t.Head)))
		}
		for _, cell := range r.Cells {
			if cell == "" || strings.HasPrefix(cell, "-") || cell == empty || strings.Contains(cell, "NaN") {
				errs = append(errs, fmt.Errorf("section %s has an empty cell in the row %q", id, r.Cells))
			}
		}
	}
	return errs
}
