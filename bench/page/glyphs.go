package page

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// polygon is a filled glyph with corners at the same distance, the first of which points
// in a direction.
type polygon struct {
	corners int
	turned  float64 // of a whole turn
}

// DrawGlyph implements draw.GlyphDrawer.
func (g polygon) DrawGlyph(c *draw.Canvas, style draw.GlyphStyle, at vg.Point) {
	points := make([]vg.Point, g.corners)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * (float64(i)/float64(g.corners) + g.turned))
		points[i] = vg.Point{X: at.X + style.Radius*vg.Length(cos)*1.25, Y: at.Y + style.Radius*vg.Length(sin)*1.25}
	}
	c.FillPolygon(style.Color, points)
}

// ring is a circle that is wide enough to be seen.
type ring struct{}

// DrawGlyph implements draw.GlyphDrawer.
func (ring) DrawGlyph(c *draw.Canvas, style draw.GlyphStyle, at vg.Point) {
	var path vg.Path
	path.Move(vg.Point{X: at.X + style.Radius, Y: at.Y})
	path.Arc(at, style.Radius, 0, 2*math.Pi)
	path.Close()
	c.SetLineStyle(draw.LineStyle{Color: style.Color, Width: 1.6})
	c.Stroke(path)
}

var (
	diamond  = polygon{4, 0}
	square   = polygon{4, 0.125}
	upward   = polygon{3, 0.25}
	downward = polygon{3, 0.75}
	hexagon  = polygon{6, 0}
)
