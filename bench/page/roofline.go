package page

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sumlog/bench/report"
)

// rooflineFigure draws what kernels reach under what the machine allows.
func rooflineFigure(d *report.Document) *Figure {
	return &Figure{
		ID:    "roofline",
		Title: "Roofline: what the kernels reach of what this core allows",
		Caption: "Horizontal: operations on float64 for each byte moved. Vertical: operations a second. Slanted lines are what each level of memory delivers, " +
			"flat ones what the arithmetic does by the probes. Filled marks: arrays in the first caches; rings: the largest arrays. The Direct kernel's operations are those of 16 terms.",
		height: func(small bool) float64 { return map[bool]float64{false: 430, true: 460}[small] },
		draw:   func(c draw.Canvas, small bool) { drawRoofline(d, c, small) },
	}
}

func drawRoofline(d *report.Document, c draw.Canvas, small bool) {
	p := newPlot("operations a byte", "10⁹ operations a second")
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = powers{label: plainNumber}, powers{label: plainNumber}
	low, high, left, right := math.Inf(1), 0.0, math.Inf(1), 0.0
	var marks marked
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		for _, l := range report.Own(r) {
			cached, large := report.Pick(l)
			for k, pt := range [][]reach{reached(d, r, cached), reached(d, r, large)} {
				for _, p := range pt {
					m := mark{x: p.bound.Per, y: p.bound.Per * float64(r.Pattern.Bytes()) / p.ns, colour: l.ISA, ring: k == 1}
					if l.ISA == d.Settings.Best && k == 0 {
						m.label = r.Name
					}
					marks.list = append(marks.list, m)
					low, high = min(low, m.y), max(high, m.y)
					left, right = min(left, m.x), max(right, m.x)
				}
			}
		}
	}
	if len(marks.list) == 0 {
		return
	}
	peak := d.Rate("multiply and add by turns", "") / 1e9
	left, right = left/2, right*3
	slants := &along{x: left}
	for _, level := range d.Levels {
		rate := max(d.Rate("copy", level.Name), d.Rate("read", level.Name)) / 1e9
		if rate == 0 || peak == 0 {
			continue
		}
		low = min(low, rate*left*2)
		knee := peak / rate
		line, err := plotter.NewLine(plotter.XYs{{X: left, Y: rate * left}, {X: knee, Y: peak}})
		if err == nil {
			line.LineStyle = draw.LineStyle{Color: colour("muted"), Width: 1.2}
			p.Add(line)
			slants.names, slants.rates = append(slants.names, level.Name), append(slants.rates, rate)
		}
	}
	for _, ceiling := range []struct{ name, does, isa string }{
		{"multiply and add", "multiply and add by turns", ""},
		{"the same, scalar", "multiply and add by turns", "scalar"},
	} {
		rate := d.Rate(ceiling.does, "") / 1e9
		if ceiling.isa != "" {
			l := d.Limit(ceiling.isa, ceiling.does, "")
			if l == nil {
				continue
			}
			rate = l.Rate.Max / 1e9
		}
		if rate == 0 {
			continue
		}
		high = max(high, rate)
		line, err := plotter.NewLine(plotter.XYs{{X: left, Y: rate}, {X: right, Y: rate}})
		if err == nil {
			line.LineStyle = draw.LineStyle{Color: colour("muted"), Width: 1.2, Dashes: []vg.Length{5, 3}}
			name := &ceilingName{ceiling.name, rate}
			marks.ceilings = append(marks.ceilings, name)
			p.Add(line, name)
		}
	}
	p.Add(&marks, slants)
	p.X.Min, p.X.Max = left, right
	p.Y.Min, p.Y.Max = decades(low, high*2)
	var entries []entry
	for _, isa := range d.Settings.ISAs {
		entries = append(entries, entry{label: "sumlog, " + isa, colour: isa, width: 0, glyph: draw.CircleGlyph{}})
	}
	p.Draw(legend(c, append(entries, entry{label: "largest arrays", colour: "ink", glyph: ring{}})))
}

// mark is a kernel in the roofline.
type mark struct {
	x, y          float64
	colour, label string
	ring          bool
}

// marked are all kernels; their names keep off those of the ceilings.
type marked struct {
	list     []mark
	ceilings []*ceilingName
}

// Plot implements plot.Plotter.
func (all *marked) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	style := textStyle(fontSize-1, "ink")
	style.XAlign = -0.5
	var taken []vg.Rectangle
	for _, n := range all.ceilings {
		x, y := n.at(c, ty(n.y))
		taken = append(taken, vg.Rectangle{Min: vg.Point{X: x, Y: y - 6}, Max: vg.Point{X: c.Max.X, Y: y + 6}})
	}
	for _, m := range all.list {
		g := draw.GlyphStyle{Color: colour(m.colour), Radius: 4.5, Shape: draw.CircleGlyph{}}
		if m.ring {
			g.Shape = ring{}
		}
		c.DrawGlyph(g, vg.Point{X: tx(m.x), Y: ty(m.y)})
	}
	for _, m := range all.list {
		if m.label == "" {
			continue
		}
		half := style.Width(m.label) * looser / 2
		x := min(max(tx(m.x), c.Min.X+half), c.Max.X-half)
		var box vg.Rectangle
		for y := ty(m.y) + 12; ; y += 13 { // as high as it must be to stand alone
			box = vg.Rectangle{Min: vg.Point{X: x - half, Y: y - 6}, Max: vg.Point{X: x + half, Y: y + 6}}
			if !slices.ContainsFunc(taken, func(other vg.Rectangle) bool { return overlap(box, other) }) {
				break
			}
		}
		taken = append(taken, box)
		c.FillText(style, vg.Point{X: x, Y: box.Min.Y + 6}, m.label)
	}
}

func overlap(a, b vg.Rectangle) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}

// along names slanted lines where they begin, those together that are close.
type along struct {
	x     float64
	names []string
	rates []float64
}

// Plot implements plot.Plotter.
func (a *along) Plot(c draw.Canvas, p *plot.Plot) {
	const close = 12
	tx, ty := p.Transforms(&c)
	style := textStyle(fontSize-2, "muted")
	for i := 0; i < len(a.names); {
		name, y := a.names[i], ty(a.rates[i]*a.x)
		for i++; i < len(a.names) && ty(a.rates[i-1]*a.x)-ty(a.rates[i]*a.x) < close && ty(a.rates[i]*a.x)-ty(a.rates[i-1]*a.x) < close; i++ {
			name += ", " + a.names[i]
		}
		c.FillText(style, vg.Point{X: tx(a.x) + 3, Y: y + 14}, name)
	}
}

type ceilingName struct {
	name string
	y    float64
}

// Plot implements plot.Plotter.
func (n *ceilingName) Plot(c draw.Canvas, p *plot.Plot) {
	_, ty := p.Transforms(&c)
	x, y := n.at(c, ty(n.y))
	c.FillText(textStyle(fontSize-2, "muted"), vg.Point{X: x, Y: y}, n.name)
}

// at is where the name stands: above its line, at the right end.
func (n *ceilingName) at(c draw.Canvas, line vg.Length) (x, y vg.Length) {
	return c.Max.X - textStyle(fontSize-2, "muted").Width(n.name)*looser - 2, line + 7
}
