package page

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sumlog/bench/report"
	"sumlog/bench/sweep"
	"sumlog/bench/workload"
)

// figureOf is a chart of bars.
func figureOf(id, title, caption string, b bars) *Figure {
	return &Figure{ID: id, Title: title, Caption: caption, height: b.height, draw: b.draw}
}

// kernelSpeedUps compares the kernels with Go's loop: each instruction set, and the
// fastest of the others.
func kernelSpeedUps(d *report.Document) *Figure {
	b := bars{from: 1, axis: "times as fast as Go's loop, in the caches", label: times}
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		var rows []bar
		var peer *sweep.Line
		var peerAt *sweep.Point
		for k := range r.Lines {
			l := &r.Lines[k]
			p, _ := report.Pick(l)
			if p == nil || p.Ratio == nil || l.Base {
				continue
			}
			if l.ISA == "" {
				if peerAt == nil || p.NS.Median < peerAt.NS.Median {
					peer, peerAt = l, p
				}
				continue
			}
			rows = append(rows, barOf(l, p))
		}
		if peer != nil {
			rows = append(rows, barOf(peer, peerAt))
		}
		if len(rows) > 0 {
			b.rows = append(append(b.rows, bar{label: r.Name}), rows...)
		}
	}
	return figureOf("speedup-kernels", "Kernels: times as fast as Go's loop",
		fmt.Sprintf("One worker, %s elements. Each kernel by sumlog's instruction sets and by the fastest of the other programs. The scale is logarithmic; whiskers are the middle 80 %% of the rounds' own ratios.",
			report.Count(report.InCache)), b)
}

func barOf(l *sweep.Line, p *sweep.Point) bar {
	return bar{
		label: l.Label, colour: look(l).colour, value: p.Ratio.Median, low: p.Ratio.Low, high: p.Ratio.High,
		text: report.Figure(p.Ratio.Median) + "×", own: l.ISA != "",
	}
}

// headlineSpeedUps compares the ways of a headline workload with Go's loop: all by one
// worker, and of those by all workers the fastest of a kind.
func headlineSpeedUps(w *report.Workload, base float64) *Figure {
	b := bars{from: 1, axis: "times as fast as Go's loop with one worker", label: times}
	group := ""
	best := map[string]*report.Measure{}
	kind := func(m *report.Measure) string { return m.Group + m.ISA + string(m.Method) }
	for i := range w.Ways {
		m := &w.Ways[i]
		if m.Workers > 1 && m.Seconds != nil && (best[kind(m)] == nil || m.Seconds.Median < best[kind(m)].Seconds.Median) {
			best[kind(m)] = m
		}
	}
	for i := range w.Ways {
		m := &w.Ways[i]
		if m.Seconds == nil || m.Workers > 1 && best[kind(m)] != m {
			continue
		}
		if m.Group != group {
			group = m.Group
			b.rows = append(b.rows, bar{label: short(group)})
		}
		label := short(m.Label)
		if m.Workers > 1 {
			label += fmt.Sprintf(" ×%d", m.Workers)
		}
		name := m.ISA
		if name == "" {
			name = "go"
			if m.Method != "" && isPython(m.Name) {
				name = "python"
			}
		}
		s := m.Seconds
		b.rows = append(b.rows, bar{
			label: label, colour: name, value: base / s.Median, low: base / s.High, high: base / s.Low,
			text: report.Figure(base/s.Median) + "×", own: m.ISA != "",
		})
	}
	return figureOf("speedup-"+w.Name, "Times as fast as Go's loop with one worker", "On a logarithmic scale. Of several workers, whose number is behind the ×, the fastest of a kind. Whiskers are the middle 80 % of the repetitions.", b)
}

// scalingFigure draws what more workers are worth.
func scalingFigure(d *report.Document) *Figure {
	return &Figure{
		ID: "scaling", Title: "Workers: times as fast as one",
		Caption: "Medians of the rounds' own ratios, whiskers their middle 80 %. n workers are n times as fast at best; what memory binds gains less, for they share it.",
		height: func(small bool) float64 {
			return bars{rows: scalingRows(d)}.height(small)
		},
		draw: func(c draw.Canvas, small bool) {
			most := 1
			for _, s := range d.Scaling {
				for _, p := range s.Points {
					most = max(most, p.Workers)
				}
			}
			if most > 8 { // more bars than one looks at: lines
				drawScaling(d, c)
				return
			}
			b := bars{rows: scalingRows(d), from: 1, axis: "times as fast as one worker", label: times}
			b.draw(c, small)
		},
	}
}

func scalingRows(d *report.Document) (rows []bar) {
	for _, s := range d.Scaling {
		if len(s.Points) < 2 {
			continue
		}
		rows = append(rows, bar{label: s.Label})
		by := d.Settings.Best
		if s.Chain {
			by = "go"
		}
		for _, p := range s.Points[1:] {
			rows = append(rows, bar{
				label: fmt.Sprintf("%d workers", p.Workers), colour: by, own: !s.Chain,
				value: p.SpeedUp.Median, low: p.SpeedUp.Low, high: p.SpeedUp.High, mark: 0,
				text: report.Figure(p.SpeedUp.Median) + "×",
			})
		}
	}
	return rows
}

func drawScaling(d *report.Document, c draw.Canvas) {
	p := newPlot("workers", "times as fast as one")
	var entries []entry
	names := []string{"avx512", "avx2", "numpy", "go", "mvec"}
	most := 1.0
	for i, s := range d.Scaling {
		var points plotter.XYs
		for _, pt := range s.Points {
			points = append(points, plotter.XY{X: float64(pt.Workers), Y: pt.SpeedUp.Median})
			most = max(most, float64(pt.Workers))
		}
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			continue
		}
		line.LineStyle = draw.LineStyle{Color: colour(names[i%len(names)]), Width: 2}
		dots.GlyphStyle = draw.GlyphStyle{Color: colour(names[i%len(names)]), Radius: 3, Shape: draw.CircleGlyph{}}
		p.Add(line, dots)
		entries = append(entries, entry{label: s.Label, colour: names[i%len(names)], width: 2})
	}
	ideal, err := plotter.NewLine(plotter.XYs{{X: 1, Y: 1}, {X: most, Y: most}})
	if err == nil {
		ideal.LineStyle = draw.LineStyle{Color: colour("muted"), Width: 1, Dashes: []vg.Length{4, 3}}
		p.Add(ideal)
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, most, 0, most
	p.Draw(legend(c, append(entries, entry{label: "n workers, n times", colour: "muted", width: 1, dashes: []vg.Length{4, 3}})))
}

// errorsFigure draws the worst and mean errors of all ways.
func errorsFigure(d *report.Document) *Figure {
	b := bars{axis: "ULP", label: plainNumber}
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		var rows []bar
		seen := map[string]bool{}
		for k := range r.Lines {
			l := &r.Lines[k]
			if l.Error == nil || l.Error.Wrong > 0 || l.Error.Worst == 0 {
				continue
			}
			label, name := l.Label, look(l).colour
			if l.ISA != "" { // the same bits, so the same errors
				label, name = "sumlog, all", d.Settings.Best
			}
			key := fmt.Sprint(label, l.Error.Worst, l.Error.Mean)
			if seen[key] {
				continue
			}
			seen[key] = true
			rows = append(rows, bar{
				label: label, colour: name, value: l.Error.Worst, mark: l.Error.Mean,
				text: report.Figure(l.Error.Worst), own: l.ISA != "",
			})
		}
		if len(rows) > 0 {
			b.rows = append(append(b.rows, bar{label: r.Name}), rows...)
		}
	}
	return figureOf("errors", "Errors: worst and mean, in units of the last place",
		"Bars end at the worst error, the gap in them is at the mean; the scale is logarithmic. 0.5 is what rounding the exact result costs at worst. sumlog's instruction sets return the same bits, so they have one bar.", b)
}

func baseSeconds(w *report.Workload) float64 {
	for _, m := range w.Ways {
		if m.Role == string(workload.GoLoop) && m.Seconds != nil {
			return m.Seconds.Median
		}
	}
	return math.NaN()
}
