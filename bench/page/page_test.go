package page

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/report"
)

// measured is a run of the program, in a hurry, on some machine.
func measured(t *testing.T) *report.Document {
	text, err := os.ReadFile("testdata/report.json")
	require.NoError(t, err)
	var d report.Document
	require.NoError(t, json.Unmarshal(text, &d))
	return &d
}

func TestPageIsComplete(t *testing.T) {
	html, err := HTML(measured(t))
	require.NoError(t, err)
	require.NoError(t, Check(bytes.NewReader(html)))
}

// TestNothingMeasured has every section say why it is empty.
func TestNothingMeasured(t *testing.T) {
	d := &report.Document{Workloads: []report.Workload{{Name: "accumulate", Title: "1. Sums"}, {Name: "table", Title: "2. Table"}}}
	d.Settings.Run, d.Settings.Workers = "nothing", 2
	html, err := HTML(d)
	require.NoError(t, err)
	require.NoError(t, Check(bytes.NewReader(html)))
	assert.Contains(t, string(html), "Left out by -run nothing.")
}

// TestPageNeedsNoOtherFile looks for what a browser would fetch.
func TestPageNeedsNoOtherFile(t *testing.T) {
	html, err := HTML(measured(t))
	require.NoError(t, err)
	fetched := regexp.MustCompile(`(?i)(src|href)\s*=\s*"([^"#][^"]*)"|url\(|@import|<script|<link[^>]*href="[^d]`)
	for _, found := range fetched.FindAllString(string(html), -1) {
		assert.Equal(t, `href="data:,"`, found, "the icon is the only one, and empty")
	}
}

// TestDrawingsTakeTheirColoursFromThePage looks for colours that a dark page could not
// change.
func TestDrawingsTakeTheirColoursFromThePage(t *testing.T) {
	d := measured(t)
	figures := Figures(d)
	assert.GreaterOrEqual(t, len(figures), 5+len(d.Sweeps))
	for name, svg := range figures {
		_, drawing, found := strings.Cut(string(svg), "</style>")
		require.True(t, found, name)
		assert.NotRegexp(t, `#[0-9A-Fa-f]{6}`, drawing, name)
		assert.Contains(t, drawing, "var(--", name)
		for _, c := range regexp.MustCompile(`var\((--[a-z0-9]+)\)`).FindAllStringSubmatch(drawing, -1) {
			assert.Equal(t, 2, strings.Count(colourStyle, c[1]+":"), "%s of %s: a light and a dark one", c[1], name)
		}
		assert.NotContains(t, drawing, "NaN", name)
		assert.NotContains(t, drawing, "Inf", name)
	}
}

func TestMarkdownHasEveryTable(t *testing.T) {
	d := measured(t)
	text := string(Markdown(d))
	for _, s := range Sections(d) {
		assert.Contains(t, text, "## "+s.Title+"\n")
		for _, b := range s.Blocks {
			if b.Table != nil {
				assert.Contains(t, text, "| "+strings.Join(b.Table.Head, " | ")+" |\n")
			}
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") {
			assert.NotContains(t, line, "NaN")
		}
	}
}

// TestCoresAreExplained has workers gain nothing because they share a core.
func TestCoresAreExplained(t *testing.T) {
	d := measured(t)
	require.True(t, d.Scaling[0].Chain)
	for i := range d.Scaling {
		all := &d.Scaling[i].Points[1].SpeedUp
		all.Median = 1.1
		if i == 0 {
			all.Median = 1.9
		}
		d.Scaling[i].Busy = i == 1
	}
	html, err := HTML(d)
	require.NoError(t, err)
	assert.Contains(t, string(html), "The CPUs shared cores: the chain")
}
