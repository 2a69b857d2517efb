package page

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"sumlog/bench/report"
)

//go:embed page.html
var source string

//go:embed style.css
var style string

//go:embed colours.css
var colourStyle string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"wide":   func(f *Figure) template.HTML { return template.HTML(f.svg(false)) },
	"narrow": func(f *Figure) template.HTML { return template.HTML(f.svg(true)) },
	"span":   func(t *Table) int { return len(t.Head) },
}).Parse(source))

// HTML is the report as one file that needs no other.
func HTML(d *report.Document) ([]byte, error) {
	var out bytes.Buffer
	cpu := d.Machine.CPU
	if cpu == "" {
		cpu = "an unknown processor"
	}
	err := page.Execute(&out, struct {
		Title    string
		Quick    bool
		OK       bool
		CPU      string
		Begun    string
		Style    template.CSS
		Sections []Section
	}{
		"sumlog on " + cpu, d.Settings.Quick, d.OK, cpu, d.Begun.UTC().Format("2 January 2006"),
		template.CSS(colourStyle + style), Sections(d),
	})
	return out.Bytes(), err
}

// Figures are the drawings of the report as files of their own, by their names.
func Figures(d *report.Document) map[string][]byte {
	files := map[string][]byte{}
	for _, s := range Sections(d) {
		for _, b := range s.Blocks {
			if b.Figure != nil {
				files[strings.ToLower(b.Figure.ID)+".svg"] = b.Figure.Alone(colourStyle)
			}
		}
	}
	return files
}
