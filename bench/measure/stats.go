package measure

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/perf/benchmath"
)

// Stats summarises repetitions of one thing.
type Stats struct {
	Median float64 `json:"median"`
	// Low and High are the ends of the median's 95 % confidence interval; where there are too few
	// samples for one, the least and the greatest of them.
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

// Spread is half the width of the interval as a fraction of the median.
func (s *Stats) Spread() float64 {
	if s.Median == 0 {
		return 0
	}
	return (s.High - s.Low) / 2 / math.Abs(s.Median)
}

// Ratio is how many times as fast as base p is, round by round: what slows the machine down
// slows both.
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

// Thousands puts a space between groups of three digits of numbers that have at least five
// before the point.
func Thousands(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	if len(whole) < 5 {
		return text
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + " " + whole[at:]
	}
	if point {
		whole += "." + fraction
	}
	return whole
}

// Count writes a whole number.
func Count(n int) string { return Thousands(strconv.Itoa(n)) }
