package page

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sumlog/bench/report"
	"sumlog/bench/sweep"
)

// look is how a way is drawn: sumlog's own with thick lines, each peer with a colour,
// dashes and a glyph.
func look(l *sweep.Line) entry {
	e := entry{label: l.Label, colour: l.ISA, width: 2.5}
	if l.ISA != "" {
		return e
	}
	e.width, e.colour = 1.3, l.Peer
	e.glyph = draw.CircleGlyph{}
	switch {
	case l.Label == "C, libmvec AVX2":
		e.colour, e.glyph = "mvec", upward
	case l.Label == "C, libmvec AVX-512":
		e.colour, e.glyph = "mvec512", downward
	case l.Peer == "numpy" || l.Peer == "scipy":
		e.glyph = square
	case l.Peer == "numexpr":
		e.glyph = ring{}
	case l.Peer == "go":
		e.glyph = diamond
	case l.Peer == "vek":
		e.glyph = hexagon
	case l.Peer == "archsimd":
		e.glyph = upward
	}
	return e
}

// sizesFigure draws the time of an element against how many there are.
func sizesFigure(d *report.Document, r *sweep.Result) *Figure {
	return &Figure{
		ID:      "sizes-" + r.Name,
		Title:   r.Name + ": time of an element against the number of elements",
		Caption: "Medians on logarithmic scales: lower is faster. The bands of sumlog's lines are the middle 80 % of the rounds. Dashed: where the arrays no longer fit a cache. Grey: what the limits of this machine allow.",
		height:  func(small bool) float64 { return map[bool]float64{false: 420, true: 470}[small] },
		draw: func(c draw.Canvas, small bool) {
			var entries []entry
			p := newPlot("elements", "ns an element")
			low, high := math.Inf(1), 0.0
			left, right := math.Inf(1), 0.0
			for i := range r.Lines {
				l := &r.Lines[i]
				e := look(l)
				points, up, down := series(l)
				if len(points) == 0 {
					continue
				}
				entries = append(entries, e)
				for k, pt := range points {
					low, high = min(low, pt.Y), max(high, pt.Y)
					left, right = min(left, pt.X), max(right, pt.X)
					if l.ISA != "" {
						low, high = min(low, down[k].Y), max(high, up[k].Y)
					}
				}
				if l.ISA != "" && len(points) > 1 {
					band, err := plotter.NewPolygon(around(up, down))
					if err == nil {
						band.Color, band.LineStyle.Width = faint(e.colour), 0
						p.Add(band)
					}
				}
				line, dots, err := plotter.NewLinePoints(points)
				if err != nil {
					continue
				}
				line.LineStyle = draw.LineStyle{Color: colour(e.colour), Width: e.width}
				dots.GlyphStyle = draw.GlyphStyle{Color: colour(e.colour), Radius: 2.5, Shape: draw.CircleGlyph{}}
				if e.glyph != nil {
					dots.Shape = e.glyph
				}
				p.Add(line)
				if l.ISA == "" || len(points) == 1 {
					p.Add(dots)
				}
			}
			if right == 0 {
				return
			}
			if bounds := boundLine(d, r, left, right); len(bounds) > 1 {
				if line, err := plotter.NewLine(bounds); err == nil {
					line.LineStyle = draw.LineStyle{Color: colour("muted"), Width: 1.5, Dashes: []vg.Length{1, 3}}
					p.Add(line)
					entries = append(entries, entry{label: "limit", colour: "muted", width: 1.5, dashes: []vg.Length{1, 3}})
				}
				for _, b := range bounds {
					low = min(low, b.Y)
				}
			}
			p.Y.Min, p.Y.Max = decades(low, high)
			p.X.Min, p.X.Max = left/1.3, right*1.3
			p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
			p.X.Tick.Marker, p.Y.Tick.Marker = twos{map[bool]float64{false: 4, true: 64}[small]}, powers{label: plainNumber}
			p.Add(&levels{d, r, fontSize - 2})
			p.Draw(legend(c, entries))
		},
	}
}

// series are the medians of a line, and the upper and lower ends of their spreads.
func series(l *sweep.Line) (mid, up, down plotter.XYs) {
	for _, p := range l.Points {
		if p.NS == nil {
			continue
		}
		x := float64(p.N)
		mid = append(mid, plotter.XY{X: x, Y: p.NS.Median})
		up = append(up, plotter.XY{X: x, Y: p.NS.High})
		down = append(down, plotter.XY{X: x, Y: p.NS.Low})
	}
	return mid, up, down
}

func around(up, down plotter.XYs) plotter.XYs {
	list := append(plotter.XYs{}, up...)
	for i := len(down) - 1; i >= 0; i-- {
		list = append(list, down[i])
	}
	return list
}

// boundLine is the least time that the machine allows, a step at each cache.
func boundLine(d *report.Document, r *sweep.Result, left, right float64) (list plotter.XYs) {
	const steps = 200
	for i := range steps + 1 {
		n := left * math.Pow(right/left, float64(i)/steps)
		b := d.Bind(r, int(n)*r.Pattern.Bytes())
		if math.IsNaN(b.NS) {
			return nil
		}
		if k := len(list); k > 1 && list[k-1].Y == b.NS && list[k-2].Y == b.NS {
			list = list[:k-1] // it goes on as it went
		}
		list = append(list, plotter.XY{X: n, Y: b.NS})
	}
	return list
}

// levels marks where the arrays no longer fit a cache.
type levels struct {
	d    *report.Document
	r    *sweep.Result
	size float64
}

// Plot implements plot.Plotter.
func (l *levels) Plot(c draw.Canvas, p *plot.Plot) {
	tx, _ := p.Transforms(&c)
	for _, cache := range l.d.Caches() {
		n := float64(cache.Bytes) / float64(l.r.Pattern.Bytes())
		if n < p.X.Min || n > p.X.Max {
			continue
		}
		x := tx(n)
		c.StrokeLine2(draw.LineStyle{Color: colour("muted"), Width: 1, Dashes: []vg.Length{4, 3}}, x, c.Min.Y, x, c.Max.Y)
		c.FillText(textStyle(l.size, "muted"), vg.Point{X: x + 3, Y: c.Max.Y - 7}, "> "+report.CacheName(cache.Level))
	}
}
