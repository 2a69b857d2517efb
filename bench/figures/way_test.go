package main

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nothing is the outcome of a task without results.
var nothing = into([]float64{}, nil)

func TestPrepareFillsABatch(t *testing.T) {
	w := &way{task: task{1, nothing}, run: func(calls int) (time.Duration, error) {
		return time.Duration(calls) * 3 * time.Microsecond, nil
	}}
	require.NoError(t, w.prepare(3*time.Millisecond))
	assert.Equal(t, 1000, w.calls)
	require.NoError(t, w.prepare(time.Microsecond))
	assert.Equal(t, 1, w.calls)
}

func TestPrepareIsNotFooledByOneDelay(t *testing.T) {
	first := true
	w := &way{task: task{1, nothing}, run: func(calls int) (time.Duration, error) {
		took := time.Duration(calls) * time.Microsecond
		if first {
			took, first = time.Second, false
		}
		return took, nil
	}}
	require.NoError(t, w.prepare(time.Millisecond))
	assert.Equal(t, 1000, w.calls)
}

func TestAWayThatLeadsElsewhereIsRefused(t *testing.T) {
	out := []float64{2, 2}
	two := task{1, into(out, func(int) float64 { return 2 })}
	assert.ErrorContains(t, two.inGo("idle", func(int) {}).prepare(0), "idle: result 0 of 2 is 0, want 2")
	assert.NoError(t, two.inGo("right", func(int) { out[0], out[1] = 2, 2 }).prepare(0))
	broken := &way{task: two, name: "broken", run: func(int) (time.Duration, error) { return 0, errors.New("lost") }}
	assert.EqualError(t, broken.prepare(0), "broken: lost")
}

func TestPerUnit(t *testing.T) {
	w := &way{task: task{units: 4}, calls: 10}
	assert.InDeltaSlice(t, []float64{50, 100}, w.perUnit([]float64{2e-6, 4e-6}), 1e-9)
}

func TestASampleWarmsUp(t *testing.T) {
	var runs []int
	w := &way{calls: 16, run: func(calls int) (time.Duration, error) {
		runs = append(runs, calls)
		return time.Duration(calls), nil
	}}
	took, err := w.sample()
	require.NoError(t, err)
	assert.Equal(t, time.Duration(16), took)
	assert.Equal(t, []int{3, 16}, runs)
}
