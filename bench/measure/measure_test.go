package measure

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func directly(_ *Case, f func()) { f() }

// clockwork is a variant whose time is known: start + n·item a call.
func clockwork(name string, start, item time.Duration, runs *[]string) *Variant {
	return &Variant{Name: name, Run: func(_ context.Context, n, calls int) (time.Duration, error) {
		*runs = append(*runs, name)
		return time.Duration(calls) * (start + time.Duration(n)*item), nil
	}}
}

func silent(_, _ time.Duration) {}

func measureOne(t *testing.T, limits Limits, sizes []int, list ...*Variant) {
	c := &Case{Name: "case", Sizes: sizes, Variants: list, Limits: limits}
	require.NoError(t, Run(t.Context(), []*Case{c}, directly, silent))
}

func TestPartsAreScaledAndTheStartCountsOnce(t *testing.T) {
	var runs []string
	v := clockwork("slow", time.Second, time.Millisecond, &runs)
	v.Partial = true
	checked := 0
	v.Check = func(n int) { checked = n }
	measureOne(t, Limits{Call: 6 * time.Second, Rounds: 3}, []int{10_000}, v)
	assert.Equal(t, 5000, v.Points[0].Part)
	assert.Equal(t, 5000, checked)
	assert.InDeltaSlice(t, []float64{11, 11, 11}, v.Points[0].Samples, 1e-9, "what all items take")
}

func TestFastCallsFillABatch(t *testing.T) {
	var runs []string
	v := clockwork("fast", 0, time.Microsecond, &runs)
	measureOne(t, Limits{Batch: 10 * time.Millisecond, Call: time.Second, Rounds: 6}, []int{1000}, v)
	assert.Equal(t, 10, v.Points[0].Calls)
	assert.Len(t, v.Points[0].Samples, 6)
	assert.InDelta(t, 1e-3, v.Points[0].Stats.Median, 1e-12)
}

func TestRoundsAlternate(t *testing.T) {
	var runs []string
	a, b := clockwork("a", time.Second, 0, &runs), clockwork("b", time.Second, 0, &runs)
	measureOne(t, Limits{Call: time.Minute, Rounds: 3}, []int{1}, a, b)
	assert.Equal(t, []string{"a", "b", "b", "a", "a", "b"}, runs[len(runs)-6:])
}

func TestSlowSizesAreSkipped(t *testing.T) {
	var runs []string
	v := clockwork("v", 0, time.Millisecond, &runs)
	measureOne(t, Limits{Call: 50 * time.Millisecond, Rounds: 3}, []int{10, 1000}, v)
	assert.NotNil(t, v.Points[0].Stats)
	assert.Contains(t, v.Points[1].Skipped, "too slow for this run: one call takes about 1 s")
	assert.Equal(t, v.Points[0], v.At(5000))
	assert.Nil(t, v.Last())
	p := clockwork("p", 0, time.Hour, &runs)
	p.Partial = true
	measureOne(t, Limits{Call: time.Second, Rounds: 3}, []int{10}, p)
	assert.Contains(t, p.Points[0].Skipped, "too slow to measure: one item takes 1h0m0s")
}

// TestLongCallsAreTriedOnce has a size whose calls take as long as those of very large arrays do.
func TestLongCallsAreTriedOnce(t *testing.T) {
	items := map[int]int{}
	v := &Variant{Name: "v", Run: func(_ context.Context, n, calls int) (time.Duration, error) {
		items[n] += calls
		return time.Duration(n*calls) * time.Microsecond, nil
	}}
	measureOne(t, Limits{Batch: time.Millisecond, Call: time.Second, Rounds: 3}, []int{8000, 80_000},
		v)
	assert.Equal(t, 4, items[80_000], "a call a round, and one before")
	assert.Greater(t, items[8000], 3*2, "tried, and called before each sample")
	assert.InDelta(t, 0.08, v.Points[1].Stats.Median, 1e-12)
}

func TestFailuresStayWithTheirVariant(t *testing.T) {
	var runs []string
	calls := 0
	bad := &Variant{Name: "bad", Run: func(context.Context, int, int) (time.Duration, error) {
		if calls++; calls > 4 {
			return 0, errors.New("broken")
		}
		return time.Second, nil
	}}
	good := clockwork("good", time.Second, 0, &runs)
	measureOne(t, Limits{Call: time.Minute, Rounds: 3}, []int{1}, bad, good)
	assert.Equal(t, "broken", bad.Points[0].Skipped)
	assert.Nil(t, bad.Points[0].Stats)
	assert.Len(t, good.Points[0].Samples, 3)
}

func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	asked := errors.New("asked to stop")
	v := &Variant{Name: "v", Run: func(context.Context, int, int) (time.Duration, error) {
		cancel(asked)
		return time.Second, nil
	}}
	c := &Case{Sizes: []int{1, 2}, Variants: []*Variant{v}, Limits: Limits{Rounds: 3}}
	assert.ErrorIs(t, Run(ctx, []*Case{c}, directly, silent), asked)
}

// TestFillForgetsAHoldUp has the first call take as long as a busy machine makes it.
func TestFillForgetsAHoldUp(t *testing.T) {
	calls := 0
	_, took, err := fill(time.Millisecond, func(n int) (time.Duration, error) {
		if calls++; calls == 1 {
			return time.Minute, nil
		}
		return time.Duration(n) * time.Millisecond, nil
	})
	require.NoError(t, err)
	assert.Equal(t, time.Millisecond, took)
}

func TestStats(t *testing.T) {
	assert.Nil(t, Summarise(nil))
	assert.Equal(t, &Stats{3, 3, 3, 3, 3, 1}, Summarise([]float64{3}))
	few := Summarise([]float64{5, 1, 3})
	assert.Equal(t, &Stats{3, 1, 5, 1, 5, 3}, few, "too few for an interval: the range")
	assert.InDelta(t, 2.0/3, few.Spread(), 1e-15)
	samples := make([]float64, 21)
	for i := range samples {
		samples[i] = 1
	}
	samples[7] = 1000
	s := Summarise(samples)
	assert.Equal(t, 1000.0, s.Max)
	assert.Zero(t, s.Spread(), "an outlier moves only the maximum")
	assert.Equal(t, 1000.0, samples[7], "the samples stay in their order")
	slow, fast := &Point{Samples: []float64{3, 12, 8}}, &Point{Samples: []float64{1, 4, 2}}
	assert.Equal(t, 3.0, Ratio(slow, fast).Median, "of 3, 3 and 4, and not 8 / 2")
	assert.Nil(t, Ratio(slow, &Point{}))
}
