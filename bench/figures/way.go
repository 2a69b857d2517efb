package main

import (
	"context"
	"fmt"
	"time"

	"sumlog/bench/measure"
)

// task is what several ways do alike.
type task struct {
	units float64 // elements, rows or terms in one call
	outcome
}

// way is one way of doing a task.
type way struct {
	task
	name   string
	run    func(calls int) (time.Duration, error)
	absent string // why it cannot be gone
	calls  int    // in one measurement
}

// inGo is the way that f goes so many times.
func (t task) inGo(name string, f func(calls int)) *way {
	return &way{task: t, name: name, run: func(calls int) (time.Duration, error) {
		start := time.Now()
		f(calls)
		return time.Since(start), nil
	}}
}

// prepare makes sure that the way leads where it should, and finds out how many calls
// take about as long as batch.
func (w *way) prepare(batch time.Duration) error {
	w.spoil()
	for w.calls = 1; ; w.calls *= 2 {
		took, err := w.fastest(batch / 4)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		if took >= batch/4 {
			w.calls = max(1, int(float64(w.calls)*float64(batch)/float64(took)))
			break
		}
	}
	if err := w.check(); err != nil {
		return fmt.Errorf("%s: %w", w.name, err)
	}
	return nil
}

// fastest is what the calls take. What seems to take enough may have been held up, and
// is tried again.
func (w *way) fastest(enough time.Duration) (time.Duration, error) {
	took, err := w.run(w.calls)
	if err != nil || took < enough {
		return took, err
	}
	again, err := w.run(w.calls)
	return min(took, again), err
}

// sample is one measurement, in whatever state others left caches and branch
// predictors: the first calls do not count.
func (w *way) sample() (time.Duration, error) {
	if _, err := w.run(1 + w.calls/8); err != nil {
		return 0, err
	}
	return w.run(w.calls)
}

// subject is the way for package measure, which calls items what is all done at once
// here.
func (w *way) subject() measure.Subject {
	return measure.Subject{
		Name: w.name,
		Cap:  time.Minute,
		Run: func(_ context.Context, n int) (time.Duration, error) {
			if n == 0 {
				return 0, nil
			}
			return w.sample()
		},
	}
}

// perUnit turns measurements of the way, in seconds, into nanoseconds a unit.
func (w *way) perUnit(seconds []float64) []float64 {
	list := make([]float64, len(seconds))
	for i, s := range seconds {
		list[i] = s * 1e9 / (float64(w.calls) * w.units)
	}
	return list
}
