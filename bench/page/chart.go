package page

import (
	"math"
	"slices"
)

// bar is a row of a chart of horizontal bars: a heading where it has no value.
type bar struct {
	label, colour    string
	value, low, high float64
	mark             float64 // a second value, drawn as a gap in the bar; 0: none
	tick             float64 // a third, drawn as a line; 0: none
	text             string  // of the value
	own              bool    // sumlog's
}

// drawBars draws rows on a logarithmic scale: bars begin at from, or at the left end if that
// is 0.
func drawBars(title, axisLabel string, label func(float64) string, from float64, rows []bar) string {
	const row, heading, foot = 19.0, 25.0, 40.0
	low, high, left, values := math.Inf(1), 0.0, 0.0, 0.0
	if from > 0 {
		low, high = from, from
	}
	bottom := 4.0
	for _, r := range rows {
		if r.value == 0 {
			bottom += heading
			continue
		}
		bottom += row
		left, values = max(left, 14+textWidth(r.label)), max(values, 1.2*textWidth(r.text))
		low, high = min(low, r.value), max(high, r.value, r.high, r.tick)
		for _, x := range []float64{r.low, r.mark, r.tick} {
			if x > 0 {
				low = min(low, x)
			}
		}
	}
	var c canvas
	s := axis{a: left, b: width - values - 8, label: label}
	s.low, s.high = widen(low/1.05, high)
	last := math.Inf(-1)
	s.ticks(func(x float64, label string) {
		c.line("grid", 1, s.at(x), 4, s.at(x), bottom, "")
		if half := textWidth(label)/2 + 4; s.at(x)-half > last {
			c.text(s.at(x), bottom+12, "middle", "ink", label, false)
			last = s.at(x) + half
		}
	})
	origin := s.low
	if from > 0 {
		origin = from
		c.line("ink", 1.5, s.at(from), 4, s.at(from), bottom, "")
	}
	c.text(width/2, bottom+29, "middle", "ink", axisLabel, false)
	y := 4.0
	for _, r := range rows {
		if r.value == 0 {
			c.text(0, y+heading*0.62, "start", "ink", r.label, true)
			y += heading
			continue
		}
		mid := y + row/2
		y += row
		c.text(8, mid, "start", "ink", r.label, false)
		c.bar(r.colour, s.at(origin), s.at(r.value), mid, 12)
		end := max(s.at(origin), s.at(r.value))
		if r.low > 0 && r.high > r.low {
			lo, hi := s.at(max(r.low, s.low)), s.at(min(r.high, s.high))
			c.line("ink", 1, lo, mid, hi, mid, "")
			c.line("ink", 1, lo, mid-3, lo, mid+3, "")
			c.line("ink", 1, hi, mid-3, hi, mid+3, "")
			end = max(end, hi)
		}
		if r.mark > 0 {
			c.line("paper", 2, s.at(r.mark), mid-6, s.at(r.mark), mid+6, "")
		}
		if r.tick > 0 {
			c.line("ink", 2.5, s.at(r.tick), mid-8, s.at(r.tick), mid+8, "")
			end = max(end, s.at(r.tick))
		}
		c.text(end+5, mid, "start", "ink", r.text, r.own)
	}
	return c.finish(title, bottom+foot)
}

// series is a line, or marks, of a plot.
type series struct {
	label, colour string
	points        [][2]float64
	low, high     []float64 // of a band around the line, if any
	thick         float64   // of the line; 0: none
	dash, mark    string
	radius        float64
	hidden        bool // not in the legend
}

// note is a text at a point: above it, or to the right below it. Those that would cover others
// are moved up.
type note struct {
	x, y  float64
	text  string
	below bool
	name  string // of its colour
}

// plot is a chart with two logarithmic axes.
type plot struct {
	title, x, y string
	series      []series
	verticals   []note // dashed lines, named at the top
	notes       []note
	low, high   float64 // of y; 0: as the points have it
}

// draw draws the plot.
func (p *plot) draw() string {
	const height, left, foot, entry = 330.0, 46.0, 42.0, 17.0
	var c canvas
	x, y := axis{low: math.Inf(1), label: number}, axis{low: math.Inf(1), label: number}
	entries := 0
	for _, s := range p.series {
		if !s.hidden {
			c.legend(s, float64(entries%2)*width/2, 10+float64(entries/2)*entry)
			entries++
		}
		for i, q := range s.points {
			x.low, x.high = min(x.low, q[0]), max(x.high, q[0])
			y.low, y.high = min(y.low, q[1]), max(y.high, q[1])
			if len(s.low) > 0 {
				y.low, y.high = min(y.low, s.low[i]), max(y.high, s.high[i])
			}
		}
	}
	top := float64((entries+1)/2)*entry + 28
	bottom := top + height
	if p.low > 0 {
		y.low, y.high = p.low, p.high
	}
	y.low, y.high = widen(y.low, y.high)
	x.low, x.high = x.low/1.15, x.high*1.15
	x.a, x.b, y.a, y.b = left, width-8, bottom, top
	x.ticks(func(v float64, label string) {
		c.line("grid", 1, x.at(v), top, x.at(v), bottom, "")
		c.text(x.at(v), bottom+12, "middle", "ink", label, false)
	})
	y.ticks(func(v float64, label string) {
		c.line("grid", 1, left, y.at(v), width-8, y.at(v), "")
		c.text(left-5, y.at(v), "end", "ink", label, false)
	})
	c.line("muted", 1, left, bottom, width-8, bottom, "")
	c.line("muted", 1, left, top, left, bottom, "")
	c.text((left+width)/2, bottom+30, "middle", "ink", p.x, false)
	c.text(0, top-14, "start", "ink", p.y, false)
	for _, v := range p.verticals {
		if v.x > x.low && v.x < x.high {
			c.line("muted", 1, x.at(v.x), top, x.at(v.x), bottom, "4 3")
			c.text(x.at(v.x)+3, top+8, "start", "muted", v.text, false)
		}
	}
	for _, s := range p.series {
		c.series(s, x, y)
	}
	c.notes(p.notes, x, y)
	return c.finish(p.title, bottom+foot)
}

func (c *canvas) legend(s series, x, y float64) {
	if s.thick > 0 {
		c.line(s.colour, s.thick, x, y, x+22, y, s.dash)
	}
	if s.mark != "" {
		c.mark(s.mark, s.colour, x+11, y, 3.2)
	}
	c.text(x+28, y, "start", "ink", s.label, false)
}

func (c *canvas) series(s series, x, y axis) {
	var line, band [][2]float64
	for i, q := range s.points {
		line = append(line, [2]float64{x.at(q[0]), y.at(q[1])})
		if len(s.low) > 0 {
			band = append(band, [2]float64{x.at(q[0]), y.at(s.high[i])})
		}
	}
	for i := len(s.low) - 1; i >= 0; i-- {
		band = append(band, [2]float64{x.at(s.points[i][0]), y.at(s.low[i])})
	}
	if len(band) > 2 {
		c.path(s.colour, 0, band, "", true)
	}
	if s.thick > 0 {
		c.path(s.colour, s.thick, line, s.dash, false)
	}
	for _, q := range line {
		if s.mark != "" || len(line) == 1 {
			c.mark(s.mark, s.colour, q[0], q[1], max(s.radius, 2.6))
		}
	}
}

// box is where a note stands: its middle and half its width.
type box struct{ x, y, half float64 }

func (c *canvas) notes(list []note, x, y axis) {
	var taken []box
	for _, n := range list {
		b := box{x.at(n.x), y.at(n.y) - 11, textWidth(n.text) / 2}
		if n.below {
			b.x, b.y = b.x+b.half+3, y.at(n.y)+11
		}
		b.x = min(max(b.x, x.a+b.half), x.b-b.half)
		for slices.ContainsFunc(taken, func(o box) bool {
			return math.Abs(o.x-b.x) < o.half+b.half && math.Abs(o.y-b.y) < 12
		}) {
			b.y -= 12
		}
		taken = append(taken, b)
		c.text(b.x, b.y, "middle", n.name, n.text, false)
	}
}
