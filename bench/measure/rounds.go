// Package measure times many ways of doing the same work so that they can be
// compared: in interleaved rounds, so that a machine that becomes slower or
// faster does so for all of them, each often enough to tell its spread, and the
// slow ones on a part of the work.
package measure

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
)

// Subject is one way of doing the work.
type Subject struct {
	Name string
	// Cap is the longest repetition wanted: a subject that would take longer for
	// all the items gets a part of them, and its time is scaled.
	Cap time.Duration
	// Run does the work once for the first n items, n >= 0, and returns how long
	// that took. What it does before and after is not counted.
	Run func(ctx context.Context, n int) (time.Duration, error)
	// Check, if there is one, looks at what Run just made of n items, once a round.
	Check func(n int)
}

// Result is what was measured of one subject. Samples are seconds for all the
// items: where Items is less than Full, a sample is empty + (taken - empty) ·
// Full/Items, empty being a repetition without items in the same round, so that
// what starting costs is counted once.
type Result struct {
	Items, Full int
	Samples     []float64
	Taken       []float64 // seconds for Items items, unscaled
	Empty       []float64 // seconds for no items, one a round, only if Items < Full
	Err         error     // why there are no samples, or fewer
}

// Stats summarises the samples.
func (r Result) Stats() Stats { return Summarise(r.Samples) }

// Watcher is told how measuring goes on.
type Watcher interface {
	Calibrating(name string)
	Planned(subjects, rounds int, total time.Duration)
	Round(round, rounds int)
	Measured(name string, foreseen time.Duration)
}

// maxRepetitions bounds the repetitions of one subject in one round.
const maxRepetitions = 50

// Run measures the subjects on full items each within the limits. A subject that
// fails has its reason in its Result; Run itself fails only when ctx ends.
func Run(ctx context.Context, subjects []Subject, full int, limits Limits, watch Watcher) ([]Result, error) {
	results := make([]Result, len(subjects))
	estimates := make([]estimate, len(subjects))
	for i, s := range subjects {
		watch.Calibrating(s.Name)
		estimates[i], results[i].Err = calibrate(ctx, s, full)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}

	sizes := plan(estimates, full, limits)
	var total time.Duration
	for i, n := range sizes {
		results[i].Items, results[i].Full = n, full
		if n == 0 && results[i].Err == nil {
			results[i].Err = fmt.Errorf("one item alone takes %v", estimates[i].of(1).Round(time.Millisecond))
		}
		if results[i].Err == nil {
			total += time.Duration(limits.Rounds) * estimates[i].inRound(n, full, limits.Quick)
		}
	}
	watch.Planned(len(subjects), limits.Rounds, total)

	for round := range limits.Rounds {
		watch.Round(round+1, limits.Rounds)
		runtime.GC() // so that no subject pays for another's garbage, at least at first
		for k := range subjects {
			i := k
			if round%2 == 1 { // what ran before a subject is not always the same
				i = len(subjects) - 1 - k
			}
			if results[i].Err != nil {
				continue
			}
			results[i].Err = results[i].add(ctx, subjects[i], limits.Quick)
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			watch.Measured(subjects[i].Name, estimates[i].inRound(sizes[i], full, limits.Quick))
		}
	}
	return results, nil
}

// add measures s for one round.
func (r *Result) add(ctx context.Context, s Subject, quick time.Duration) error {
	var empty float64
	if r.Items < r.Full {
		took, err := s.Run(ctx, 0)
		if err != nil {
			return err
		}
		empty = took.Seconds()
		r.Empty = append(r.Empty, empty)
	}
	var spent time.Duration
	for range maxRepetitions {
		took, err := s.Run(ctx, r.Items)
		if err != nil {
			return err
		}
		if took <= 0 {
			return errors.New("took no time that the clock can tell")
		}
		seconds := took.Seconds()
		r.Taken = append(r.Taken, seconds)
		r.Samples = append(r.Samples, scale(seconds, empty, r.Items, r.Full))
		if spent += took; spent >= quick {
			break
		}
	}
	if s.Check != nil {
		s.Check(r.Items)
	}
	return nil
}

func scale(taken, empty float64, items, full int) float64 {
	if items >= full {
		return taken
	}
	empty = min(empty, taken)
	return empty + (taken-empty)*(float64(full)/float64(items))
}

// calibrate runs s on nothing, then on ever more items until that takes long
// enough to say what all would take. What decides is run twice: the shorter time
// is the one that nothing else disturbed, and a first run may start processes.
func calibrate(ctx context.Context, s Subject, full int) (estimate, error) {
	const enough = 3 * time.Millisecond
	twice := func(n int, least time.Duration) (time.Duration, error) {
		took, err := s.Run(ctx, n)
		if err != nil || took < least {
			return took, err
		}
		again, err := s.Run(ctx, n)
		return min(took, again), err
	}
	fixed, err := twice(0, 0)
	if err != nil {
		return estimate{}, err
	}
	for n := 1; ; {
		n = min(n, full)
		took, err := twice(n, 2*fixed+enough)
		if err != nil {
			return estimate{}, err
		}
		if took >= 2*fixed+enough || n == full {
			return estimate{fixed, float64(max(took-fixed, 0)) / float64(n), s.Cap}, nil
		}
		if n *= 8; took-fixed < (fixed+enough)/100 {
			n *= 8 // each step costs the start once more
		}
	}
}
