package measure

import (
	"slices"
	"strconv"

	"golang.org/x/perf/benchmath"
)

// Stats summarises repetitions of one thing.
type Stats struct {
	Median float64 `json:"median"`
	// Low and High end the median's 95 % confidence interval or, of too few samples, their range.
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
	Count int     `json:"samples"`
}

// Summarise returns the statistics of samples, nil where there are none.
func Summarise(samples []float64) *Stats {
	if len(samples) == 0 {
		return nil
	}
	sorted := benchmath.NewSample(slices.Clone(samples), &benchmath.DefaultThresholds)
	s := benchmath.AssumeNothing.Summary(sorted, 0.95)
	least, most := sorted.Values[0], sorted.Values[len(samples)-1]
	return &Stats{s.Center, max(s.Lo, least), min(s.Hi, most), least, most, len(samples)}
}

// Spread is half the width of the interval as a fraction of the median, which is positive.
func (s *Stats) Spread() float64 { return (s.High - s.Low) / 2 / s.Median }

// Ratio is how many times as fast as base p is, round by round: what slows one slows both.
func Ratio(base, p *Point) *Stats {
	if len(base.Samples) != len(p.Samples) {
		return nil
	}
	ratios := make([]float64, len(p.Samples))
	for i, s := range p.Samples {
		ratios[i] = base.Samples[i] / s
	}
	return Summarise(ratios)
}

// Count writes a whole number, from five digits on with a space between groups of three.
func Count(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; len(text) > 4 && at > 0; at -= 3 {
		text = text[:at] + " " + text[at:]
	}
	return text
}
