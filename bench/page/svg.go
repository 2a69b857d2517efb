package page

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"regexp"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Figure is a drawing in two widths: each as it is looked at, so that letters have their
// size on a phone too.
type Figure struct {
	ID, Title, Caption string
	draw               func(c draw.Canvas, narrow bool)
	height             func(narrow bool) float64
}

// The widths, in pixels.
const (
	wide   = 880
	narrow = 350
)

const fontSize = 12

// colours are named here and get their values from the page's style, which knows
// whether it is dark. In the drawing each is a colour that stands for its name.
var colours = []string{
	"ink", "muted", "grid", "paper",
	"generic", "avx2", "avx512", "neon", "scalar",
	"go", "c", "mvec", "mvec512", "numpy", "numexpr", "scipy", "gonum", "vek", "archsimd", "python",
}

func colour(name string) color.Color {
	for i, c := range colours {
		if c == name {
			return color.RGBA{0x10, uint8(i), 0x51, 0xff}
		}
	}
	return colour("muted")
}

// faint is a colour that lets what is behind it through.
func faint(name string) color.Color {
	c := colour(name).(color.RGBA)
	c.R = 0x11
	return c
}

var (
	named = regexp.MustCompile(`#1[01][0-9A-Fa-f]{2}51`)
	font_ = regexp.MustCompile(`font-family:[^;]*;font-variant:normal;font-weight:(normal|bold);font-style:normal;`)
	head  = regexp.MustCompile(`(?s)^.*?<svg [^>]*>`)
)

// svg draws the figure for one width.
func (f *Figure) svg(small bool) string {
	width := vg.Length(wide)
	if small {
		width = narrow
	}
	height := vg.Length(f.height(small))
	canvas := vgsvg.New(width, height)
	f.draw(draw.Crop(draw.New(canvas), 4, -14, 2, -2), small) // what is at an end may reach beyond it
	var out bytes.Buffer
	_, _ = canvas.WriteTo(&out) // a buffer takes all
	drawing := head.ReplaceAllString(out.String(), fmt.Sprintf(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" role="img" aria-label="%s">`,
		float64(width), float64(height), float64(width), float64(height), html.EscapeString(f.Title)))
	drawing = named.ReplaceAllStringFunc(drawing, func(hex string) string {
		var i int
		fmt.Sscanf(hex[3:5], "%x", &i)
		name := "var(--" + colours[i] + ")"
		if hex[2] == '1' {
			name += ";fill-opacity:.22"
		}
		return name
	})
	drawing = font_.ReplaceAllStringFunc(drawing, func(style string) string {
		if strings.Contains(style, "bold") {
			return "font-weight:bold;"
		}
		return ""
	})
	return strings.TrimSpace(drawing)
}

// Alone is the figure as a file of its own, which brings its colours along.
func (f *Figure) Alone(style string) []byte {
	drawing := f.svg(false)
	end := strings.Index(drawing, ">") + 1
	background := fmt.Sprintf(`<style>%s svg{background:var(--paper)} text{font-family:%s}</style>`, style, fonts)
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + drawing[:end] + "\n" + background + drawing[end:] + "\n")
}

// fonts have the widths of the one that is drawn with.
const fonts = `"Liberation Sans",Arial,Helvetica,sans-serif`

func textStyle(size float64, name string) text.Style {
	return text.Style{
		Color: colour(name), Handler: plot.DefaultTextHandler,
		Font:   font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)},
		YAlign: text.YCenter,
	}
}

func boldStyle(size float64, name string) text.Style {
	s := textStyle(size, name)
	s.Font.Weight = 3 // x/image/font's bold
	return s
}

// entry is a line of a legend.
type entry struct {
	label  string
	colour string
	dashes []vg.Length
	width  vg.Length
	glyph  draw.GlyphDrawer
}

// legend draws its entries in as many rows as they need, at the top, and returns what
// is left of the canvas.
func legend(c draw.Canvas, entries []entry) draw.Canvas {
	const row, swatch, gap = 16, 22, 14
	style := textStyle(fontSize-1, "ink")
	x, y := c.Min.X, c.Max.Y-row/2
	for _, e := range entries {
		width := swatch + 4 + style.Width(e.label)*looser + gap
		if x+width > c.Max.X && x > c.Min.X {
			x, y = c.Min.X, y-row
		}
		line := draw.LineStyle{Color: colour(e.colour), Width: e.width, Dashes: e.dashes}
		c.StrokeLine2(line, x, y, x+swatch, y)
		if e.glyph != nil {
			c.DrawGlyph(draw.GlyphStyle{Color: colour(e.colour), Radius: 3, Shape: e.glyph}, vg.Point{X: x + swatch/2, Y: y})
		}
		c.FillText(style, vg.Point{X: x + swatch + 4, Y: y}, e.label)
		x += width
	}
	c.Max.Y = y - row/2 - 4
	return c
}

// newPlot is an empty plot in the page's colours.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle.Color = colour("muted")
		axis.Tick.LineStyle.Color = colour("muted")
		axis.Tick.Label.Color = colour("ink")
		axis.Tick.Label.Font = textStyle(fontSize-1, "ink").Font
		axis.Label.TextStyle.Color = colour("ink")
		axis.Label.TextStyle.Font = textStyle(fontSize, "ink").Font
		axis.Label.Padding = 4
	}
	p.X.Label.Text, p.Y.Label.Text = x, y
	return p
}
