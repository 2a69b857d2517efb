package measure

import (
	"math"
	"slices"
)

// Stats summarises repetitions of one thing, in seconds. Low and High are the
// first and the last decile: four repetitions in five lie between them.
type Stats struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Count  int     `json:"repetitions"`
}

// Summarise returns the statistics of samples, which it leaves as they are. Those
// of no samples at all are NaN.
func Summarise(samples []float64) Stats {
	if len(samples) == 0 {
		nan := math.NaN()
		return Stats{nan, nan, nan, nan, nan, 0}
	}
	sorted := slices.Sorted(slices.Values(samples))
	return Stats{
		Median: quantile(sorted, 0.5),
		Low:    quantile(sorted, 0.1),
		High:   quantile(sorted, 0.9),
		Min:    sorted[0],
		Max:    sorted[len(sorted)-1],
		Count:  len(sorted),
	}
}

// Spread is half the distance between the deciles as a fraction of the median.
func (s Stats) Spread() float64 {
	if s.Median == 0 {
		return 0
	}
	return (s.High - s.Low) / 2 / s.Median
}

// quantile interpolates between the two neighbouring order statistics, as NumPy
// and R do by default.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i == len(sorted)-1 {
		return sorted[i]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
