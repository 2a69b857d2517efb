package measure

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSummarise(t *testing.T) {
	samples := []float64{5, 1, 4, 2, 3, 11, 10, 9, 8, 7, 6}
	s := Summarise(samples)
	assert.Equal(t, Stats{Median: 6, Low: 2, High: 10, Min: 1, Max: 11, Count: 11}, s)
	assert.InDelta(t, 4.0/6, s.Spread(), 1e-15)
	assert.Equal(t, 5.0, samples[0], "the samples stay in their order")
}

func TestSummariseInterpolates(t *testing.T) {
	s := Summarise([]float64{1, 2})
	assert.Equal(t, 1.5, s.Median)
	assert.InDelta(t, 1.1, s.Low, 1e-15)
	assert.InDelta(t, 1.9, s.High, 1e-15)
}

func TestSummariseOneAndNone(t *testing.T) {
	assert.Equal(t, Stats{3, 3, 3, 3, 3, 1}, Summarise([]float64{3}))
	none := Summarise(nil)
	assert.True(t, math.IsNaN(none.Median))
	assert.Zero(t, none.Count)
}

func TestOneOutlierMovesOnlyTheMaximum(t *testing.T) {
	quiet := make([]float64, 21)
	for i := range quiet {
		quiet[i] = 1
	}
	quiet[7] = 1000
	s := Summarise(quiet)
	assert.Equal(t, 1.0, s.Median)
	assert.Equal(t, 1.0, s.High)
	assert.Equal(t, 1000.0, s.Max)
	assert.Zero(t, s.Spread())
}
