package page

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/report"
)

// Peers have a colour each, named after them, and a mark: a circle where none is given.
var (
	libraries = map[string]string{ // of several in one peer
		"C, libmvec AVX2": "mvec", "C, libmvec AVX-512": "mvec512", "C, SLEEF AVX-512": "sleef512",
	}
	glyphs = map[string]draw.GlyphDrawer{
		"mvec": draw.PyramidGlyph{}, "mvec512": draw.TriangleGlyph{},
		"sleef": draw.PyramidGlyph{}, "sleef512": draw.TriangleGlyph{},
		"highway": draw.CrossGlyph{}, "numpy": draw.SquareGlyph{}, "scipy": draw.SquareGlyph{},
		"sumlog": draw.RingGlyph{}, "numexpr": draw.RingGlyph{}, "go": draw.BoxGlyph{},
		"vek": draw.CrossGlyph{}, "archsimd": draw.PyramidGlyph{},
	}
)

// drawings are what text.md asks for, by their kinds; what there is nothing of is empty.
var drawings = map[string]func(d *report.Report, name string) Block{
	"answer": answerFigure, "cards": cards, "errors": errorsFigure, "kernels": kernelSpeedUps,
	"roofline": roofline, "scaling": scalingFigure, "sizes": sizesFigure, "workload": workloadSpeedUps,
}

// look is how a variant is drawn: sumlog's own with thick lines.
func look(v *measure.Variant) series {
	if v.ISA != "" {
		return series{label: v.Label, colour: v.ISA, thick: 2.5}
	}
	s := series{label: v.Label, thick: 1.3, radius: 2.6}
	s.colour = cmp.Or(libraries[v.Label], v.Peer, "go")
	s.mark = cmp.Or(glyphs[s.colour], draw.GlyphDrawer(draw.CircleGlyph{}))
	if v.Floor {
		s.colour, s.dashes = "muted", []vg.Length{2, 2}
	}
	return s
}

// fastestPeer is the fastest program but sumlog in the caches, with its point, or nil.
func fastestPeer(c *measure.Case) (*measure.Variant, *measure.Point) {
	return report.Fastest(c, report.Cached, func(v *measure.Variant) bool {
		own := v.ISA != "" || v.Peer == peer.Package
		return !own && !v.Base && !v.Floor && c.Ratio(v, report.Cached(v)) != nil
	})
}

// answerFigure is a bar for each kernel.
func answerFigure(d *report.Report, _ string) Block {
	var rows []bar
	for _, c := range d.Of(measure.Sweep) {
		v, p := report.FastestKernel(c)
		r := c.Ratio(v, p)
		if r == nil {
			continue
		}
		b := ratioBar(c.Name, v, r)
		if other, at := fastestPeer(c); other != nil {
			b.tick = c.Ratio(other, at).Median
		}
		rows = append(rows, b)
	}
	return barFigure("answer", "", "Times as fast as Go's loop",
		"times as fast as Go's loop, in the caches", times, 1, rows)
}

// kernelSpeedUps compares each instruction set, and the fastest of the others, with Go's loop.
func kernelSpeedUps(d *report.Report, _ string) Block {
	rows := grouped(d.Of(measure.Sweep), func(c *measure.Case) (heading string, list []bar) {
		fastest, _ := fastestPeer(c)
		for _, v := range c.Variants {
			if r := c.Ratio(v, report.Cached(v)); r != nil && (v.ISA != "" || v == fastest) {
				list = append(list, ratioBar(v.Label, v, r))
			}
		}
		return c.Name, list
	})
	return barFigure("speedup-kernels", "", "Kernels: times as fast as Go's loop",
		"times as fast as Go's loop, in the caches", times, 1, rows)
}

// inShort leaves room for bars.
var inShort = strings.NewReplacer(", copied and back", ", copied", ", in place", "", " futures", "")

// workloadSpeedUps compares with Go's loop: all by one worker, and by more the fastest of a kind.
func workloadSpeedUps(d *report.Report, name string) Block {
	c := d.Find(measure.Workload, name)
	base := c.Base()
	if base == nil || base.Last() == nil {
		return Block{}
	}
	kind := func(v *measure.Variant) string { return v.Group + v.ISA + v.Method }
	var rows []bar
	group := ""
	for _, v := range c.Variants {
		best, _ := report.Fastest(c, (*measure.Variant).Last, func(other *measure.Variant) bool {
			return other.Workers > 1 && kind(other) == kind(v)
		})
		if v.Last() == nil || v.Workers > 1 && v != best {
			continue
		}
		if v.Group != group {
			group = v.Group
			rows = append(rows, bar{label: group})
		}
		label := inShort.Replace(v.Label)
		if v.Workers > 1 {
			label += fmt.Sprintf(" ×%d", v.Workers)
		}
		seconds, s := base.Last().Stats.Median, v.Last().Stats
		r := &measure.Stats{Median: seconds / s.Median, Low: seconds / s.High, High: seconds / s.Low}
		rows = append(rows, ratioBar(label, v, r))
	}
	const title = "times as fast as Go's loop with one worker"
	return barFigure("speedup", c.Name, "T"+title[1:], title, times, 1, rows)
}

// sizesFigure draws the time of an element against how many there are.
func sizesFigure(d *report.Report, name string) Block {
	c := d.Find(measure.Sweep, name)
	p := curves{x: "elements", y: "ns an element"}
	p.title = c.Name + ": time of an element against the number of elements"
	left, right := math.Inf(1), 0.0
	for _, v := range c.Variants {
		s := look(v)
		for _, pt := range v.Measured() {
			at := func(seconds float64) plotter.XY {
				return plotter.XY{X: float64(pt.N), Y: c.NS(pt, seconds)}
			}
			s.points = append(s.points, at(pt.Stats.Median))
			if v.ISA != "" {
				s.low, s.high = append(s.low, at(pt.Stats.Low)), append(s.high, at(pt.Stats.High))
			}
			left, right = min(left, float64(pt.N)), max(right, float64(pt.N))
		}
		if len(s.points) > 0 {
			p.series = append(p.series, s)
		}
	}
	if bound := boundLine(d, c, left, right); len(bound) > 1 {
		p.series = append(p.series, series{
			label: "limit", colour: "muted", points: bound, thick: 1.5,
			dashes: []vg.Length{1, 3},
		})
	}
	for _, cache := range d.Caches() {
		elements := float64(cache.Bytes / c.Bytes)
		p.notes = append(p.notes, note{x: elements, text: "> " + levelName(cache.Level)})
	}
	return figure("sizes", strings.ToLower(c.Name), p.title, p.draw())
}

// boundLine is the least time that the machine allows, a step at each cache.
func boundLine(d *report.Report, c *measure.Case, left, right float64) (list plotter.XYs) {
	const steps = 100
	for i := range steps + 1 {
		n := left * math.Pow(right/left, float64(i)/steps)
		b := d.Bind(c, int(n)*c.Bytes)
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

// roofline draws what kernels reach under what the machine allows.
func roofline(d *report.Report, _ string) Block {
	p := curves{x: "operations a byte", y: "10⁹ operations a second"}
	p.title = "Roofline: what the kernels reach of what this core allows"
	low, high, left, right := math.Inf(1), 0.0, math.Inf(1), 0.0
	var marks []series
	var named []note
	for _, isa := range d.Settings.ISAs {
		discs := series{label: "sumlog, " + isa, colour: isa, mark: draw.CircleGlyph{}, radius: 4.5}
		rings := series{colour: isa, mark: draw.RingGlyph{}, radius: 4.5, hidden: true}
		for _, c := range d.Of(measure.Sweep) {
			for _, v := range c.Own() {
				cached, large := report.Pick(v)
				for s, p := range map[*series]*measure.Point{&discs: cached, &rings: large} {
					if p == nil || v.ISA != isa || d.BindAt(c, p).By == "" {
						continue
					}
					x := d.BindAt(c, p).Per
					y := x * float64(c.Bytes) / c.NS(p, p.Stats.Median)
					s.points = append(s.points, plotter.XY{X: x, Y: y})
					if p == cached && isa == d.Settings.Best {
						named = append(named, note{x: x, y: y, text: c.Name, name: "ink"})
					}
					low, high, left, right = min(low, y), max(high, y), min(left, x), max(right, x)
				}
			}
		}
		marks = append(marks, discs, rings)
	}
	if len(named) == 0 {
		return Block{}
	}
	left, right = left/2, right*2
	peak := d.Rate(probe.Mix, probe.Arithmetic) / 1e9
	for _, level := range d.Levels {
		rate := max(d.Rate(probe.Copy, level.Name), d.Rate(probe.Read, level.Name)) / 1e9
		if rate == 0 || peak <= rate*left {
			continue
		}
		from := max(left, low/2/rate) // no line leaves the plot
		p.line(plotter.XY{X: from, Y: rate * from}, plotter.XY{X: peak / rate, Y: peak})
		n := note{x: from, y: rate * from, text: level.Name, below: true, name: "muted"}
		p.notes = append(p.notes, n)
	}
	ceiling := func(name string, rate float64) {
		if rate == 0 {
			return
		}
		high = max(high, rate)
		p.line(plotter.XY{X: left, Y: rate}, plotter.XY{X: right, Y: rate}, 5, 3)
		p.notes = append(p.notes, note{x: right, y: rate, text: name, name: "muted"})
	}
	ceiling("multiply and add", peak)
	if v := limit(d, probe.Arithmetic, probe.Scalar, probe.Mix); v != nil {
		ceiling("the same, scalar", report.Highest(v)/1e9)
	}
	p.notes = append(p.notes, named...)
	rings := series{label: "largest arrays", colour: "ink", mark: draw.RingGlyph{}, radius: 4.5}
	p.series = append(append(p.series, marks...), rings)
	p.low, p.high = low/3.5, high*2
	return figure("roofline", "", p.title, p.draw())
}

func (v *curves) line(from, to plotter.XY, dashes ...vg.Length) {
	v.series = append(v.series, series{
		colour: "muted", points: plotter.XYs{from, to}, thick: 1.2, dashes: dashes, hidden: true,
	})
}

// limit finds a probe that was measured, or nil.
func limit(d *report.Report, level, isa, does string) *measure.Variant {
	return d.Find(measure.Limit, level).Find(func(v *measure.Variant) bool {
		return v.ISA == isa && v.Method == does && v.Last() != nil
	})
}

// scalingFigure draws what more workers gain.
func scalingFigure(d *report.Report, _ string) Block {
	rows := grouped(d.Of(measure.Scaling), func(c *measure.Case) (heading string, list []bar) {
		for _, v := range c.Variants {
			if r := c.Ratio(v, v.Last()); r != nil && !v.Base {
				list = append(list, ratioBar(v.Label, v, r))
			}
		}
		return c.Title, list
	})
	return barFigure("scaling", "", "Workers: times as fast as one", "times as fast as one worker",
		times, 1, rows)
}

// grouped are the bars of cases, below a heading for each that has any.
func grouped(cases []*measure.Case, of func(*measure.Case) (string, []bar)) (rows []bar) {
	for _, c := range cases {
		if heading, list := of(c); len(list) > 0 {
			rows = append(append(rows, bar{label: heading}), list...)
		}
	}
	return rows
}

// ratioBar is a bar of how many times as fast a variant is.
func ratioBar(label string, v *measure.Variant, r *measure.Stats) bar {
	return bar{
		label: label, colour: look(v).colour, value: r.Median, low: r.Low, high: r.High,
		text: report.Figure(r.Median) + "×", own: v.ISA != "",
	}
}

// barFigure is a figure of bars, which begin at from, if there are any.
func barFigure(
	kind, of, title, axis string, label func(float64) string, from float64, rows []bar,
) Block {
	if len(rows) == 0 {
		return Block{}
	}
	return figure(kind, of, title, drawBars(title, axis, label, from, rows))
}

// figure is a drawing of a kind, which text.md has the caption of.
func figure(kind, of, title, svg string) Block {
	caption := strings.Join(strings.Fields(prose(kind+" caption", nil)), " ")
	return Block{Figure: &Figure{strings.Trim(kind+"-"+of, "-"), title, caption, svg}}
}

// errorsFigure draws the worst and mean errors of all variants.
func errorsFigure(d *report.Report, _ string) Block {
	rows := grouped(d.Of(measure.Sweep), func(c *measure.Case) (heading string, list []bar) {
		for _, v := range c.Variants {
			if v.Error == nil || v.Error.Wrong > 0 || v.Error.Worst == 0 {
				continue
			}
			b := bar{
				label: v.Label, colour: look(v).colour, value: v.Error.Worst, mark: v.Error.Mean,
				text: report.Figure(v.Error.Worst), own: v.ISA != "",
			}
			if b.own { // the same bits, so the same errors
				b.label, b.colour = "sumlog, all", d.Settings.Best
			}
			if !slices.Contains(list, b) {
				list = append(list, b)
			}
		}
		return c.Name, list
	})
	return barFigure("errors", "", "Errors: worst and mean, in units of the last place", "ULP",
		number, 0, rows)
}
