package measure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// Passes is how often all cases are visited, so that each size is measured over the whole run.
const Passes = 3

const (
	mostRounds = 7 * Passes
	tooLong    = 20 // times its limit: a variant whose single items take that is skipped
	// long is how long a call takes that is tried once beforehand, where that is expected: such
	// calls take most of the time of finding out how long everything takes.
	long = 50 * time.Millisecond
)

// group is what is measured in turn in a round: the variants of a case on one size.
type group struct {
	c      *Case
	trials []*trial
	cost   time.Duration // of a round
	rounds int           // in each pass
}

// trial is a variant on one size.
type trial struct {
	v    *Variant
	p    *Point
	cost time.Duration // of one sample
}

// Run measures the cases. A variant that fails has the reason in its points; Run itself fails only
// when ctx ends. What measures a case is called by place. After each sample progress is told how
// much of the time that all of them take has passed.
func Run(
	ctx context.Context, cases []*Case, place func(c *Case, measure func()),
	progress func(done, total time.Duration),
) error {
	var groups []*group
	for _, c := range cases {
		place(c, func() { groups = append(groups, calibrate(ctx, c)...) })
	}
	var done, total time.Duration
	for _, g := range groups {
		total += Passes * g.cost * time.Duration(g.rounds)
	}
	for range Passes {
		runtime.GC()
		var filled *Case
		for _, g := range groups {
			place(g.c, func() {
				if g.c != filled && g.c.Fill != nil && ctx.Err() == nil {
					g.c.Fill()
				}
				filled = g.c
				for range g.rounds {
					g.round(ctx, func(t *trial) {
						done += t.cost
						progress(done, total)
					})
				}
			})
		}
	}
	for _, g := range groups {
		for _, t := range g.trials {
			t.p.Stats = Summarise(t.p.Samples)
		}
	}
	return context.Cause(ctx)
}

// round takes a sample of each trial, and reverses them: what runs before a variant then differs.
func (g *group) round(ctx context.Context, measured func(*trial)) {
	for _, t := range g.trials {
		if ctx.Err() != nil || t.p.Skipped != "" {
			continue
		}
		if err := t.sample(ctx, g.c.Limits); err != nil && ctx.Err() == nil {
			t.p.Skipped, t.p.Samples = err.Error(), nil
		}
		measured(t)
	}
	slices.Reverse(g.trials)
}

// sample takes one, after some calls that do not count, for others left their traces in caches and
// predictors. What takes long needs none.
func (t *trial) sample(ctx context.Context, limits Limits) error {
	n, empty := cmp.Or(t.p.Part, t.p.N), time.Duration(0)
	var err error
	if t.p.Part > 0 {
		empty, err = t.v.Run(ctx, 0, 1)
	}
	if err == nil && t.cost < 10*limits.Batch {
		warm := 1 + t.p.Calls/8
		if limits.Settle {
			warm = t.p.Calls
		}
		_, err = t.v.Run(ctx, n, warm)
	}
	if err != nil {
		return err
	}
	took, err := t.v.Run(ctx, n, t.p.Calls)
	if err == nil && took <= 0 {
		err = errors.New("took no time that the clock can tell")
	}
	if err != nil {
		return err
	}
	each := took.Seconds() / float64(t.p.Calls)
	if t.p.Part > 0 { // what starting costs counts once
		start := min(empty.Seconds(), each)
		each = start + (each-start)*float64(t.p.N)/float64(n)
	}
	t.p.Samples = append(t.p.Samples, each)
	if t.v.Check != nil {
		t.v.Check(n)
	}
	return nil
}

// calibrate finds out what each variant can be measured on, and how often it is called.
func calibrate(ctx context.Context, c *Case) (groups []*group) {
	if c.Fill != nil && c.Find(func(v *Variant) bool { return v.Skipped == "" }) != nil {
		c.Fill()
	}
	for _, v := range c.Variants {
		if v.Skipped == "" && c.Verify != nil && ctx.Err() == nil {
			if err := c.Verify(ctx, v); err != nil {
				v.Skipped = err.Error()
			}
		}
	}
	perItem := map[*Variant]float64{}
	for _, size := range c.Sizes {
		g := &group{c: c}
		for _, v := range c.Variants {
			t := &trial{v: v, p: &Point{N: cmp.Or(v.N, size), Skipped: v.Skipped}}
			v.Points = append(v.Points, t.p)
			if ctx.Err() != nil || v.Skipped != "" {
				continue
			}
			if err := t.calibrate(ctx, c.Limits, perItem[v]); err != nil {
				t.p.Skipped = err.Error()
				continue
			}
			perItem[v] = float64(t.cost) / float64(t.p.Calls) / float64(max(1, t.p.N))
			t.cost += t.cost / 8
			if c.Limits.Settle {
				t.cost *= 2
			}
			g.trials = append(g.trials, t)
			g.cost += t.cost
		}
		rounds := min(max(int(c.Limits.Group/max(1, g.cost)), Passes), mostRounds)
		g.rounds = (cmp.Or(c.Limits.Rounds, rounds) + Passes - 1) / Passes
		if len(g.trials) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (t *trial) calibrate(ctx context.Context, limits Limits, perItem float64) error {
	var err error
	if t.v.Partial {
		if t.p.Part, err = t.part(ctx, limits); err != nil {
			return err
		}
	} else if expected := time.Duration(perItem * float64(t.p.N)); expected > limits.Call {
		return fmt.Errorf("too slow for this run: one call takes about %.2g s", expected.Seconds())
	} else if expected > long {
		t.p.Calls = 1
		t.cost, err = t.v.Run(ctx, t.p.N, 1)
		return err
	}
	t.p.Calls, t.cost, err = fill(limits.Batch, func(calls int) (time.Duration, error) {
		return t.v.Run(ctx, cmp.Or(t.p.Part, t.p.N), calls)
	})
	return err
}

// part finds the part of the items that takes no longer than a call may: a round fraction, or 0
// for all of them. It runs on ever more items, until that takes long enough to say what all take;
// what decides is run twice, for a first run may start processes.
func (t *trial) part(ctx context.Context, limits Limits) (int, error) {
	twice := func(n int) (time.Duration, error) {
		took, err := t.v.Run(ctx, n, 1)
		again, failed := t.v.Run(ctx, n, 1)
		return min(took, again), cmp.Or(err, failed)
	}
	start, err := twice(0)
	if err != nil {
		return 0, err
	}
	limit := max(limits.Call, 3*start) // of less, the time could not be scaled
	enough := 2*start + 3*time.Millisecond
	for n := min(1, t.p.N); ; n = min(8*n, t.p.N) {
		took, err := twice(n)
		if err != nil {
			return 0, err
		}
		if took < enough && n < t.p.N && took < limit {
			continue
		}
		each := float64(max(took-start, 0)) / float64(max(1, n))
		for unit := 1; ; unit *= 10 {
			for _, divisor := range []int{unit, 2 * unit, 5 * unit} {
				part := t.p.N / divisor
				expected := start + time.Duration(float64(part)*each)
				switch {
				case part <= 1 && expected > tooLong*limit:
					one := time.Duration(each).Round(time.Millisecond)
					return 0, fmt.Errorf("too slow to measure: one item takes %v", one)
				case expected > limit && part > 1:
				case divisor == 1:
					return 0, nil
				default:
					return max(part, 1), nil
				}
			}
		}
	}
}

// fill finds out how many calls take about as long as a batch, and how long they take: the shortest
// of some times, since a call may be held up, and of two where calls take long.
func fill(
	batch time.Duration, run func(calls int) (time.Duration, error),
) (calls int, took time.Duration, err error) {
	for calls = 1; ; calls *= 2 {
		took, err = run(calls)
		for tries := 0; took >= batch/4 && tries < 3 && (tries == 0 || took < long); tries++ {
			again, failed := run(calls)
			took, err = min(took, again), cmp.Or(err, failed)
		}
		if err != nil {
			return 0, 0, err
		}
		if took >= batch/4 {
			more := max(1, int(float64(calls)*float64(batch)/float64(max(1, took))))
			return more, took * time.Duration(more) / time.Duration(calls), nil
		}
	}
}
