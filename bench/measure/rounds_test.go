package measure

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type silent struct{ rounds, measured int }

func (w *silent) Calibrating(string)              {}
func (w *silent) Planned(int, int, time.Duration) {}
func (w *silent) Round(int, int)                  { w.rounds++ }
func (w *silent) Measured(string, time.Duration)  { w.measured++ }

// clockwork is a subject whose time is known: start + n·item.
func clockwork(start, item, most time.Duration, sizes *[]int) Subject {
	return Subject{
		Cap: most,
		Run: func(_ context.Context, n int) (time.Duration, error) {
			*sizes = append(*sizes, n)
			return start + time.Duration(n)*item, nil
		},
	}
}

func TestScaledTimeCountsTheStartOnce(t *testing.T) {
	var sizes []int
	s := clockwork(time.Second, time.Millisecond, 6*time.Second, &sizes)
	var w silent
	r, err := Run(t.Context(), []Subject{s}, 10_000, Limits{Rounds: 3, Total: time.Hour}, &w)
	require.NoError(t, err)
	assert.Equal(t, 5000, r[0].Items)
	assert.Equal(t, []float64{6, 6, 6}, r[0].Taken)
	assert.Equal(t, []float64{1, 1, 1}, r[0].Empty)
	assert.InDeltaSlice(t, []float64{11, 11, 11}, r[0].Samples, 1e-9, "what all the items take")
	assert.Equal(t, silent{3, 3}, w)
}

func TestFastSubjectsAreRepeated(t *testing.T) {
	var sizes []int
	s := clockwork(0, time.Microsecond, time.Second, &sizes)
	var w silent
	r, err := Run(t.Context(), []Subject{s}, 1000, Limits{Rounds: 2, Quick: 10 * time.Millisecond, Total: time.Hour}, &w)
	require.NoError(t, err)
	assert.Len(t, r[0].Samples, 20)
	assert.Empty(t, r[0].Empty)
}

func TestRoundsInterleave(t *testing.T) {
	var order string
	subject := func(name string) Subject {
		return Subject{Name: name, Cap: time.Second, Run: func(context.Context, int) (time.Duration, error) {
			order += name
			return time.Millisecond, nil
		}}
	}
	_, err := Run(t.Context(), []Subject{subject("a"), subject("b"), subject("c")}, 1, Limits{Rounds: 2, Total: time.Hour}, &silent{})
	require.NoError(t, err)
	assert.Equal(t, "aaabbbccc"+"abc"+"cba", order)
}

func TestFailureStaysWithItsSubject(t *testing.T) {
	var sizes []int
	broken := errors.New("broken")
	bad := Subject{Cap: time.Second, Run: func(context.Context, int) (time.Duration, error) { return 0, broken }}
	good := clockwork(0, time.Millisecond, time.Second, &sizes)
	checked := 0
	good.Check = func(n int) { checked += n }
	r, err := Run(t.Context(), []Subject{bad, good}, 10, Limits{Rounds: 2, Total: time.Hour}, &silent{})
	require.NoError(t, err)
	assert.ErrorIs(t, r[0].Err, broken)
	assert.Empty(t, r[0].Samples)
	assert.NoError(t, r[1].Err)
	assert.Len(t, r[1].Samples, 2)
	assert.Equal(t, 20, checked)
}

func TestSubjectOutOfProportionIsLeftOut(t *testing.T) {
	var sizes []int
	s := clockwork(0, time.Hour, time.Second, &sizes)
	r, err := Run(t.Context(), []Subject{s}, 10, Limits{Rounds: 2, Total: time.Hour}, &silent{})
	require.NoError(t, err)
	assert.ErrorContains(t, r[0].Err, "one item alone takes 1h0m0s")
	assert.Equal(t, []int{0, 0, 1, 1}, sizes, "only calibrated")
}

func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	asked := errors.New("asked to stop")
	calls := 0
	s := Subject{Cap: time.Second, Run: func(context.Context, int) (time.Duration, error) {
		if calls++; calls == 4 {
			cancel(asked)
		}
		return time.Millisecond, nil
	}}
	_, err := Run(ctx, []Subject{s}, 1, Limits{Rounds: 5, Total: time.Hour}, &silent{})
	assert.ErrorIs(t, err, asked)
	assert.Equal(t, 4, calls)
}
