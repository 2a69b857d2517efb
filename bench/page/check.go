package page

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

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
			shows = shows || b.Text != "" || b.Figure != nil || b.Table != nil && len(b.Table.Rows) > 0
			if b.Table == nil {
				continue
			}
			for _, r := range b.Table.Rows {
				incomplete := len(r.Cells) != len(b.Table.Head) || slices.ContainsFunc(r.Cells, missing)
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
