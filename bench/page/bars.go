package page

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bar is a row of a chart of horizontal bars: a heading where it has no value.
type bar struct {
	label, colour    string
	value, low, high float64
	mark             float64 // a second value, drawn as a line across the bar; 0: none
	text             string  // of the value
	own              bool    // sumlog's
}

// bars draws rows on a logarithmic scale, from what the others are compared with, or
// from the left end.
type bars struct {
	rows  []bar
	from  float64 // where bars begin; 0: at the left end
	axis  string
	label func(x float64) string
}

const (
	barRow     = 19.0
	barHeading = 26.0
	axisHeight = 40.0
	indent     = 8.0
	looser     = 1.15 // than what is drawn with: fonts that are there instead may be wider
)

func (b bars) height(bool) float64 {
	sum := axisHeight
	for _, r := range b.rows {
		if r.value == 0 {
			sum += barHeading
		} else {
			sum += barRow
		}
	}
	return sum
}

func (b bars) span() (low, high float64) {
	low, high = math.Inf(1), 0
	if b.from > 0 {
		low, high = b.from, b.from
	}
	for _, r := range b.rows {
		if r.value > 0 {
			low, high = min(low, r.value), max(high, r.value, r.high)
			if r.low > 0 {
				low = min(low, r.low)
			}
			if r.mark > 0 {
				low = min(low, r.mark)
			}
		}
	}
	low, high = decades(low/1.05, high)
	if high <= low {
		high = 10 * low
	}
	return low, high
}

func (b bars) draw(c draw.Canvas, small bool) {
	size := float64(fontSize)
	if small {
		size = fontSize - 1
	}
	plain, value := textStyle(size, "ink"), textStyle(size-0.5, "ink")
	labels, values := vg.Length(0), vg.Length(0)
	for _, r := range b.rows {
		if r.value > 0 {
			labels = max(labels, plain.Width(r.label))
			values = max(values, value.Width(r.text))
		}
	}
	left := c.Min.X + indent + labels*looser + 4
	right := c.Max.X - values*looser - 8
	low, high := b.span()
	at := func(x float64) vg.Length {
		t := (math.Log(x) - math.Log(low)) / (math.Log(high) - math.Log(low))
		return left + vg.Length(t)*(right-left)
	}
	b.grid(c, small, low, high, at)
	origin := low
	if b.from > 0 {
		origin = b.from
	}
	y := c.Max.Y
	for _, r := range b.rows {
		if r.value == 0 {
			style, mid := boldStyle(size, "ink"), y-barHeading*0.62
			end := c.Min.X + style.Width(r.label)*looser + 2
			c.FillPolygon(colour("paper"), []vg.Point{{X: c.Min.X, Y: mid - 7}, {X: end, Y: mid - 7}, {X: end, Y: mid + 7}, {X: c.Min.X, Y: mid + 7}})
			c.FillText(style, vg.Point{X: c.Min.X, Y: mid}, r.label)
			y -= barHeading
			continue
		}
		mid := y - barRow/2
		// Left-aligned: another font than the one measured with may be wider.
		c.FillText(plain, vg.Point{X: c.Min.X + indent, Y: mid}, r.label)
		from, to := at(origin), at(r.value)
		if to < from {
			from, to = to, from
		}
		to = max(to, from+1)
		half := vg.Length(6)
		c.FillPolygon(colour(r.colour), []vg.Point{{X: from, Y: mid - half}, {X: to, Y: mid - half}, {X: to, Y: mid + half}, {X: from, Y: mid + half}})
		line := draw.LineStyle{Color: colour("ink"), Width: 1}
		end := to
		if r.low > 0 && r.high > r.low {
			lo, hi := at(max(r.low, low)), at(min(r.high, high))
			c.StrokeLine2(line, lo, mid, hi, mid)
			c.StrokeLine2(line, lo, mid-3, lo, mid+3)
			c.StrokeLine2(line, hi, mid-3, hi, mid+3)
			end = max(end, hi)
		}
		if r.mark > 0 {
			line.Width = 2
			line.Color = colour("paper")
			c.StrokeLine2(line, at(r.mark), mid-half, at(r.mark), mid+half)
		}
		style := value
		if r.own {
			style = boldStyle(size-0.5, "ink")
		}
		c.FillText(style, vg.Point{X: end + 5, Y: mid}, r.text)
		y -= barRow
	}
}

// grid draws the axis below and its lines through the bars.
func (b bars) grid(c draw.Canvas, small bool, low, high float64, at func(float64) vg.Length) {
	bottom := c.Min.Y + axisHeight
	style := textStyle(fontSize-1, "ink")
	style.XAlign = -0.5
	last := vg.Length(math.Inf(-1))
	for _, t := range (powers{label: b.label}).Ticks(low, high) {
		if t.Label == "" {
			continue
		}
		x := at(t.Value)
		c.StrokeLine2(draw.LineStyle{Color: colour("grid"), Width: 1}, x, bottom, x, c.Max.Y)
		if half := style.Width(t.Label)/2 + 4; x-half > last {
			c.FillText(style, vg.Point{X: x, Y: bottom - 9}, t.Label)
			last = x + half
		}
	}
	if b.from > 0 {
		x := at(b.from)
		c.StrokeLine2(draw.LineStyle{Color: colour("ink"), Width: 1.5}, x, bottom, x, c.Max.Y)
	}
	center := (at(low) + at(high)) / 2
	if small {
		center = (c.Min.X + c.Max.X) / 2
	}
	c.FillText(style, vg.Point{X: center, Y: bottom - 28}, b.axis)
}
