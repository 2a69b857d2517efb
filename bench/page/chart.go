package page

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"image/color"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// width is the width of all drawings, whose letters can be read on a phone and on a desk.
const width, letters = 432, 12

// svgStyle is the style of the text, on a page and alone.
const svgStyle = `svg text{font-family:"Liberation Sans",Arial,Helvetica,sans-serif!important;` +
	`paint-order:stroke;stroke:var(--paper);stroke-width:3px}`

// Drawings have numbers in the place of the style's colours, which know whether it is dark.
var (
	names    = regexp.MustCompile(`--[a-z0-9]+`).FindAllString(colourStyle, -1)
	numbered = regexp.MustCompile(`#010[23][0-9A-F]{2}`)
)

func colour(name string) color.RGBA {
	return color.RGBA{1, 2, byte(slices.Index(names, "--"+name)), 255}
}

func stroke(name string, thick float64, dashes ...vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: colour(name), Width: vg.Length(thick), Dashes: dashes}
}

// written is how a text is written, of which x says what is at its point.
func written(name string, x text.XAlignment) text.Style {
	return text.Style{
		Color: colour(name), XAlign: x, YAlign: text.YCenter, Handler: plot.DefaultTextHandler,
		Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: letters},
	}
}

// widthOf is the most that a text takes: a font that stands in for this one may be wider.
func widthOf(s string) vg.Length { return 1.15 * written("ink", text.XLeft).Width(s) }

// newPlot has a logarithmic axis to the right, in the page's style, and a grid.
func newPlot(x string, label func(x float64) string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Label.TextStyle, a.Tick.Label = written("ink", text.XCenter), written("ink", text.XCenter)
		a.LineStyle, a.Tick.LineStyle, a.Padding = stroke("muted", 1), stroke("muted", 1), 0
	}
	p.X.Label.TextStyle.YAlign, p.X.Tick.Label.YAlign = text.YBottom, text.YTop
	p.X.Label.Padding = 6
	p.Y.Tick.Label.XAlign = text.XRight
	p.X.Label.Text, p.X.Scale, p.X.Tick.Marker = x, plot.LogScale{}, ticks(label)
	p.Add(&plotter.Grid{Vertical: stroke("grid", 1)})
	return p
}

// ticks are at powers of ten and, where there are few, between them.
func ticks(label func(x float64) string) plot.TickerFunc {
	return func(low, high float64) (list []plot.Tick) {
		few := high < 40*low
		for e := math.Floor(math.Log10(low)); e <= math.Ceil(math.Log10(high)); e++ {
			for _, digit := range []float64{1, 2, 5} {
				x := digit * math.Pow(10, e)
				if (digit == 1 || few) && x > low*0.999 && x < high*1.001 {
					list = append(list, plot.Tick{Value: x, Label: label(x)})
				}
			}
		}
		return list
	}
}

// sparse are ticks of which every other one has its label where there are many.
func sparse(label func(x float64) string) plot.TickerFunc {
	return func(low, high float64) []plot.Tick {
		list := ticks(label)(low, high)
		for i, t := range list {
			if len(list) > 4 && math.Mod(math.Round(math.Log10(t.Value)), 2) != 0 {
				list[i].Label = ""
			}
		}
		return list
	}
}

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

func times(x float64) string { return number(x) + "×" }

// drawing is what draw draws, with the names of colours.
func drawing(title string, height float64, paint func(c draw.Canvas)) string {
	c := vgsvg.New(width, vg.Length(height))
	paint(draw.New(c))
	var out bytes.Buffer
	_, _ = c.WriteTo(&out) // a buffer takes it all
	_, body, _ := strings.Cut(out.String(), "\n<g ")
	body = numbered.ReplaceAllStringFunc(body, func(s string) string {
		i, _ := strconv.ParseInt(s[5:], 16, 0)
		return "var(" + names[i] + ")" + map[byte]string{'3': ";fill-opacity:.2"}[s[4]]
	})
	const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %.0f" role="img" `
	return fmt.Sprintf(head+"aria-label=\"%s\">\n<g %s", width, height, html.EscapeString(title), body)
}

// Alone is the figure as a file of its own, which brings its colours along.
func (f *Figure) Alone() []byte {
	style := "<style>" + colourStyle + svgStyle + "svg{background:var(--paper)}</style>"
	return []byte(strings.Replace(f.SVG, ">", ">\n"+style, 1))
}

// bar is a row of a chart of horizontal bars: a heading where it has no value.
type bar struct {
	label, colour    string
	value, low, high float64
	mark             float64 // a second value, drawn as a gap in the bar; 0: none
	tick             float64 // a third, drawn as a line; 0: none
	text             string  // of the value
	end              float64 // where that begins
	own              bool    // sumlog's
}

// bars are rows from the top down, on a logarithmic scale. They begin at from, or if 0 at the left.
type bars struct {
	rows []bar
	from float64
}

func drawBars(title, axis string, label func(float64) string, from float64, rows []bar) string {
	p := newPlot(axis, label)
	p.X.Tick.Marker = sparse(label)
	p.Y.LineStyle.Width, p.Y.Tick.Marker = 0, plot.ConstantTicks{}
	for i := range rows {
		r := &rows[i]
		if letters := []rune(r.label); r.value > 0 && len(letters) > 31 { // the bars need room
			r.label = string(letters[:30]) + "…"
		}
		if r.end = max(r.value, r.high, r.tick, from); r.value > 0 {
			p.Y.Padding = max(p.Y.Padding, 14+widthOf(r.label))
		}
	}
	p.Add(bars{rows, from})
	return drawing(title, 19*float64(len(rows))+50, p.Draw)
}

func (b bars) DataRange() (left, right, bottom, top float64) {
	left = math.Inf(1)
	for _, r := range b.rows {
		for _, x := range []float64{b.from, r.value, r.low, r.mark, r.tick} {
			if x > 0 {
				left = min(left, x)
			}
		}
		right = max(right, r.end)
	}
	return left / 1.05, right * 1.05, 0.6 - float64(len(b.rows)), 0.6
}

// GlyphBoxes keeps room for the texts of values.
func (b bars) GlyphBoxes(p *plot.Plot) (list []plot.GlyphBox) {
	for _, r := range b.rows {
		if r.value > 0 {
			box := vg.Rectangle{Max: vg.Point{X: widthOf(r.text) + 14}}
			list = append(list, plot.GlyphBox{X: p.X.Norm(r.end), Y: 0.5, Rectangle: box})
		}
	}
	return list
}

func (b bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	line := func(s draw.LineStyle, x1, y1, x2, y2 vg.Length) { c.StrokeLine2(s, x1, y1, x2, y2) }
	if b.from > 0 {
		line(stroke("ink", 1.5), x(b.from), c.Min.Y, x(b.from), c.Max.Y)
	}
	for i, r := range b.rows {
		mid, s := y(-float64(i)), written("ink", text.XLeft)
		if r.own || r.value == 0 {
			s.Font.Weight = xfont.WeightBold
		}
		if r.value == 0 {
			c.FillText(s, vg.Point{X: 0, Y: mid - 2}, r.label)
			continue
		}
		c.FillText(written("ink", text.XLeft), vg.Point{X: 8, Y: mid}, r.label)
		from, to := x(cmp.Or(b.from, p.X.Min)), x(r.value)
		c.FillPolygon(colour(r.colour), []vg.Point{
			{X: from, Y: mid - 6}, {X: to, Y: mid - 6}, {X: to, Y: mid + 6}, {X: from, Y: mid + 6},
		})
		if r.low > 0 && r.high > r.low {
			low, high, ink := x(r.low), x(r.high), stroke("ink", 1)
			line(ink, low, mid, high, mid)
			line(ink, low, mid-3, low, mid+3)
			line(ink, high, mid-3, high, mid+3)
		}
		if r.mark > 0 {
			line(stroke("paper", 2), x(r.mark), mid-6, x(r.mark), mid+6)
		}
		if r.tick > 0 {
			line(stroke("ink", 2.5), x(r.tick), mid-8, x(r.tick), mid+8)
		}
		c.FillText(s, vg.Point{X: x(r.end) + 5, Y: mid}, r.text)
	}
}

// series is a line, or marks, of a plot.
type series struct {
	label, colour string
	points        plotter.XYs
	low, high     plotter.XYs // of a band around the line, if any
	thick         float64     // of the line; 0: none
	dashes        []vg.Length
	mark          draw.GlyphDrawer // nil: none
	radius        float64
	hidden        bool // not in the legend
}

// note is a text at a point: above it, or to the right below it. Those that would cover others
// are moved up. Without a height it names a dashed vertical line at the top.
type note struct {
	x, y       float64
	text, name string // name is its colour's
	below      bool
}

// curves is a chart with two logarithmic axes.
type curves struct {
	title, x, y string
	series      []series
	notes       []note
	low, high   float64 // of y; 0: as the points have it
}

// draw draws the chart, with its legend in two columns above.
func (v *curves) draw() string {
	p := newPlot(v.x, number)
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, ticks(number)
	p.Add(&plotter.Grid{Horizontal: stroke("grid", 1)})
	legend := plot.NewLegend()
	legend.TextStyle, legend.ThumbnailWidth = written("ink", text.XLeft), 24
	legend.TextStyle.YAlign = text.YBottom // its box is the height of an entry
	legend.Top, legend.Left, legend.Padding = true, true, 5
	legends, entries := [2]plot.Legend{legend, legend}, 0
	for _, s := range v.series {
		var parts []plot.Thumbnailer
		if len(s.low) > 1 {
			band := slices.Clone(s.high)
			slices.Reverse(band)
			faint := colour(s.colour)
			faint.G = 3
			p.Add(&plotter.Polygon{XYs: []plotter.XYs{append(band, s.low...)}, Color: faint})
		}
		if s.thick > 0 {
			line := &plotter.Line{XYs: s.points, LineStyle: stroke(s.colour, s.thick, s.dashes...)}
			p.Add(line)
			parts = append(parts, line)
		}
		if s.mark != nil {
			glyph := draw.GlyphStyle{Color: colour(s.colour), Radius: vg.Length(s.radius), Shape: s.mark}
			marks := &plotter.Scatter{XYs: s.points, GlyphStyle: glyph}
			p.Add(marks)
			parts = append(parts, marks)
		}
		if !s.hidden {
			legends[entries%2].Add(s.label, parts...)
			entries++
		}
	}
	p.X.Min, p.X.Max, p.Y.Min = p.X.Min/1.15, p.X.Max*1.15, p.Y.Min/1.3
	if v.low > 0 {
		p.Y.Min, p.Y.Max = v.low, v.high
	}
	p.Add(notes(v.notes))
	top := vg.Length(19*((entries+1)/2) + 22)
	return drawing(v.title, 372+float64(top), func(c draw.Canvas) {
		legends[0].Draw(draw.Crop(c, 0, -width/2, 0, 0))
		legends[1].Draw(draw.Crop(c, width/2, 0, 0, 0))
		c.FillText(written("ink", text.XLeft), vg.Point{Y: c.Max.Y - top + 10}, v.y)
		p.Draw(draw.Crop(c, 0, 0, 0, -top))
	})
}

type notes []note

func (list notes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var taken []vg.Rectangle
	for _, n := range list {
		if n.y == 0 {
			if n.x > p.X.Min && n.x < p.X.Max {
				c.StrokeLine2(stroke("muted", 1, 4, 3), x(n.x), c.Min.Y, x(n.x), c.Max.Y)
				left := min(x(n.x)+3, c.Max.X-widthOf(n.text))
				c.FillText(written("muted", text.XLeft), vg.Point{X: left, Y: c.Max.Y - 8}, n.text)
			}
			continue
		}
		s := written(n.name, text.XCenter)
		half, at := widthOf(n.text)/2, vg.Point{X: x(n.x), Y: y(n.y) + 11}
		if n.below {
			at = vg.Point{X: at.X + half + 3, Y: at.Y - 22}
		}
		at.X = min(max(at.X, c.Min.X+half), c.Max.X-half)
		box := vg.Rectangle{Min: vg.Point{X: -half, Y: -6}, Max: vg.Point{X: half, Y: 6}}
		for slices.ContainsFunc(taken, func(o vg.Rectangle) bool {
			b := box.Add(at)
			return o.Min.X < b.Max.X && b.Min.X < o.Max.X && o.Min.Y < b.Max.Y && b.Min.Y < o.Max.Y
		}) {
			at.Y += 12
		}
		taken = append(taken, box.Add(at))
		c.FillText(s, at, n.text)
	}
}
