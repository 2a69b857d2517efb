package page

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Check returns an error unless the page has every section, each with a table, a
// drawing or the reason why there is none, no empty cell, and for each cell without a
// figure the reason below its table. It looks at what is written, not at what it was
// written from.
func Check(r io.Reader) error {
	root, err := html.Parse(r)
	if err != nil {
		return err
	}
	var errs []error
	found := map[string]bool{}
	for section := range root.Descendants() {
		if section.Type != html.ElementNode || section.Data != "section" {
			continue
		}
		id := attribute(section, "id")
		found[id] = true
		if !slices.ContainsFunc(slices.Collect(section.Descendants()), shows) {
			errs = append(errs, fmt.Errorf("section %s shows nothing, and does not say why", id))
		}
		errs = append(errs, checkTables(id, section)...)
	}
	for _, id := range IDs {
		if !found[id] {
			errs = append(errs, fmt.Errorf("there is no section %s", id))
		}
	}
	return errors.Join(errs...)
}

// shows reports whether an element is what a section is for.
func shows(n *html.Node) bool {
	return n.Type == html.ElementNode && (n.Data == "td" || n.Data == "svg" || attribute(n, "class") == "absent" || n.Data == "p")
}

func checkTables(id string, section *html.Node) (errs []error) {
	notes := ""
	for n := range section.Descendants() {
		if n.Type == html.ElementNode && n.Data == "li" {
			notes += textOf(n) + "\n"
		}
	}
	for n := range section.Descendants() {
		if n.Type != html.ElementNode || n.Data != "td" {
			continue
		}
		switch cell := strings.TrimSpace(textOf(n)); {
		case cell == "" || cell == "-" || cell == empty || cell == "NaN":
			errs = append(errs, fmt.Errorf("section %s has an empty cell in the row %q", id, textOf(n.Parent)))
		case strings.HasPrefix(cell, empty) && !strings.Contains(notes, strings.TrimPrefix(cell, empty)+" "):
			errs = append(errs, fmt.Errorf("section %s gives no reason for a cell %q", id, cell))
		}
	}
	return errs
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for child := range n.Descendants() {
		if child.Type == html.TextNode {
			b.WriteString(child.Data)
		}
	}
	return strings.TrimSpace(b.String())
}
