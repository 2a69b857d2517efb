package page

import (
	"cmp"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// width is the width of all drawings, in units of a viewBox: letters of 12 units can be read on a
// phone, where the drawing is somewhat smaller, and on a desk, where it is larger.
const width = 432.0

// canvas collects the elements of a drawing. Colours are names of the page's style, which knows
// whether it is dark.
type canvas struct{ strings.Builder }

func colour(name string) string { return "var(--" + name + ")" }

func (c *canvas) line(name string, thick, x1, y1, x2, y2 float64, dash string) {
	c.path(name, thick, [][2]float64{{x1, y1}, {x2, y2}}, dash, false)
}

// path draws a line through points or, where it is filled, a faint area.
func (c *canvas) path(name string, thick float64, points [][2]float64, dash string, filled bool) {
	var d strings.Builder
	for i, p := range points {
		fmt.Fprintf(&d, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], p[0], p[1])
	}
	style := fmt.Sprintf("fill:none;stroke:%s;stroke-width:%g;stroke-dasharray:%s", colour(name), thick, cmp.Or(dash, "none"))
	if filled {
		style = fmt.Sprintf("fill:%s;fill-opacity:.2", colour(name))
	}
	fmt.Fprintf(c, `<path d="%s" style="%s"/>`+"\n", d.String(), style)
}

func (c *canvas) bar(name string, x1, x2, y, height float64) {
	fmt.Fprintf(c, `<rect x="%.1f" y="%.1f" width="%.1f" height="%g" style="fill:%s"/>`+"\n", min(x1, x2), y-height/2, max(1, math.Abs(x2-x1)), height, colour(name))
}

// text writes at x, which anchor says is its start, middle or end, around the height y.
func (c *canvas) text(x, y float64, anchor, name, text string, bold bool) {
	weight := ""
	if bold {
		weight = ";font-weight:bold"
	}
	fmt.Fprintf(c, `<text x="%.1f" y="%.1f" text-anchor="%s" style="fill:%s%s">%s</text>`+"\n", x, y+4, anchor, colour(name), weight, html.EscapeString(text))
}

// The marks of points: polygons by their corners and how far they are turned, in whole turns.
var polygons = map[string]struct{ corners, turned float64 }{
	"diamond": {4, 0}, "square": {4, 0.125}, "up": {3, 0.75}, "down": {3, 0.25}, "hexagon": {6, 0},
}

func (c *canvas) mark(shape, name string, x, y, radius float64) {
	p, ok := polygons[shape]
	if !ok {
		style := "fill:" + colour(name)
		if shape == "ring" {
			style = "fill:none;stroke-width:1.6;stroke:" + colour(name)
		}
		fmt.Fprintf(c, `<circle cx="%.1f" cy="%.1f" r="%g" style="%s"/>`+"\n", x, y, radius, style)
		return
	}
	var points []string
	for i := range int(p.corners) {
		sin, cos := math.Sincos(2 * math.Pi * (float64(i)/p.corners + p.turned))
		points = append(points, fmt.Sprintf("%.1f,%.1f", x+1.25*radius*cos, y+1.25*radius*sin))
	}
	fmt.Fprintf(c, `<polygon points="%s" style="fill:%s"/>`+"\n", strings.Join(points, " "), colour(name))
}

// finish wraps the elements.
func (c *canvas) finish(title string, height float64) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %.0f" role="img" aria-label="%s">`+"\n%s</svg>",
		width, height, html.EscapeString(title), c.String())
}

// Alone is the figure as a file of its own, which brings its colours along.
func (f *Figure) Alone() []byte {
	style := "<style>" + colourStyle + svgStyle + "svg{background:var(--paper)}</style>"
	return []byte(strings.Replace(f.SVG, ">", ">\n"+style, 1) + "\n")
}

// svgStyle is the style of the text, on a page and alone.
const svgStyle = `svg text{font:12px "Liberation Sans",Arial,Helvetica,sans-serif;paint-order:stroke;stroke:var(--paper);stroke-width:3px}`

// textWidth is about how wide a text is.
func textWidth(text string) float64 { return 6.3 * float64(utf8.RuneCountInString(text)) }

// axis is a logarithmic scale from pixel a to pixel b.
type axis struct {
	low, high, a, b float64
	label           func(float64) string
}

func (s axis) at(x float64) float64 {
	return s.a + (s.b-s.a)*math.Log(x/s.low)/math.Log(s.high/s.low)
}

// ticks calls f at powers of ten and, where there are few, between them.
func (s axis) ticks(f func(x float64, label string)) {
	few := s.high < 40*s.low
	for e := math.Floor(math.Log10(s.low)); e <= math.Ceil(math.Log10(s.high)); e++ {
		for _, digit := range []float64{1, 2, 5} {
			x := digit * math.Pow(10, e)
			if (digit == 1 || few) && x > s.low*0.999 && x < s.high*1.001 {
				f(x, s.label(x))
			}
		}
	}
}

// widen rounds a range out to 1, 2 or 5 times powers of ten.
func widen(low, high float64) (float64, float64) {
	round := func(x float64, down bool) float64 {
		e := math.Pow(10, math.Floor(math.Log10(x)))
		best := e
		for _, step := range []float64{1, 2, 5, 10} {
			if down && step*e <= x*1.0001 {
				best = step * e
			}
			if !down && step*e >= x*0.9999 {
				return step * e
			}
		}
		return best
	}
	low, high = round(low, true), round(high, false)
	if high <= low {
		high = 10 * low
	}
	return low, high
}

// number writes a tick.
func number(x float64) string {
	unit := ""
	switch {
	case x >= 1e9:
		x, unit = x/1e9, " G"
	case x >= 1e6:
		x, unit = x/1e6, " M"
	case x >= 1e4:
		x, unit = x/1e3, " k"
	}
	return strconv.FormatFloat(x, 'g', 4, 64) + unit
}

// times writes a ratio.
func times(x float64) string { return number(x) + "×" }
