package cases

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
)

// exactly says on which arrays the results of an operation are compared; the table of operations
// has the exact ones.
type exactly struct {
	against string // what errors are relative to, in words
	on      string // which arrays
	arrays  int    // how many, each a call; a share of them in short runs
	length  int    // of an array, of which a share in short runs where there is one
	draw    func(r *rand.Rand, i int) float64
	results int // that are compared, where not all are
}

// trial is arrays, and what the results for them must be.
type trial struct {
	data
	wants []operations.Want
}

// trials draws arrays for an operation and computes what its results must be.
func (s *Suite) trials(sp spec) (list []trial) {
	op, e := sp.op, sp.exact
	r := rand.New(rand.NewPCG(3, 4))
	arrays, length := e.arrays/s.Share, e.length
	if e.arrays == 1 {
		arrays, length = 1, length/s.Share
	}
	length -= length % max(1, sp.cols)
	for range arrays {
		floats := s.Peers.Memory.Floats
		d := data{floats(length), floats(length), floats(length)}
		for i := range d.a {
			d.a[i], d.b[i] = e.draw(r, i), e.draw(r, i)
		}
		sp.adjust(d)
		a, results := sp.args(d)
		t := trial{data: d, wants: make([]operations.Want, cmp.Or(e.results, results))}
		if op.Want == nil { // the specification is what it must be
			op.Spec(a)
		}
		for i := range t.wants {
			if op.Want == nil {
				t.wants[i] = operations.Want{Special: a.Dst[i]}
			} else {
				t.wants[i] = op.Want(a, i)
			}
		}
		list = append(list, t)
	}
	return list
}

// verifyBy has variants of a case do trials, which are made when the first is.
func (s *Suite) verifyBy(c *measure.Case, sp spec) {
	c.Against = sp.exact.against + "; " + sp.exact.on
	var trials []trial
	c.Verify = func(ctx context.Context, v *measure.Variant) error {
		if v.Floor {
			return nil
		}
		if trials == nil {
			trials = s.trials(sp)
		}
		found, err := checkTrials(ctx, s.runs[v], trials)
		v.Error = found
		return err
	}
}

// checkTrials returns the errors of all trials.
func checkTrials(ctx context.Context, run runner, trials []trial) (*measure.Error, error) {
	e := &measure.Error{}
	for _, t := range trials {
		setNaN(t.out)
		if _, err := run(ctx, t.data, 1); err != nil {
			return nil, err
		}
		for i, want := range t.wants {
			addError(e, want.ULP(t.out[i]))
		}
	}
	return settle(e), nil
}

// between draws numbers of [lo, hi).
func between(lo, hi float64) func(*rand.Rand, int) float64 {
	return func(r *rand.Rand, _ int) float64 { return lo + (hi-lo)*r.Float64() }
}

// argument draws arguments of sums of terms: a third small ones, for which another formula holds.
func argument(r *rand.Rand, i int) float64 {
	if i%3 == 0 {
		return 15 * r.Float64()
	}
	return 1000 * r.Float64()
}

var (
	exactLog = exactly{
		against: "the exact logarithm",
		on:      "numbers of three kinds in equal parts: uniform from 0 to 100, uniform from 0.9 to 1.1, and of any magnitude from 1e-300 to 1e300",
		arrays:  1, length: 6000,
		draw: func(r *rand.Rand, i int) float64 {
			return []float64{100 * r.Float64(), 0.9 + 0.2*r.Float64(), math.Pow(10, 600*r.Float64()-300)}[i%3]
		},
	}
	exactSum = exactly{
		against: "the exact sum of the exact logarithms", on: "arrays of 256 numbers, uniform from 0.5 to 2",
		arrays: 400, length: 256, draw: between(0.5, 2),
	}
	exactRows = exactly{
		against: "the exact sum of the exact logarithms of a row", on: "numbers uniform from 0.5 to 2",
		arrays: 1, length: 16_000, draw: between(0.5, 2),
	}
	exactAbs = exactly{
		against: exactSum.against, on: "arrays of 256 numbers, uniform from -2 to 2",
		arrays: 100, length: 256, draw: between(-2, 2), results: 2,
	}
	exactConstant = exactly{
		against: "the exact sum", on: "x uniform from 0 to 1000, a third of them from 0 to 15",
		arrays: 1, length: 1200, draw: argument,
	}
	exactLiteral = exactly{
		against: "the exact sum of the logarithms of 1+i+x as float64 rounds it", on: exactConstant.on,
		arrays: 1, length: 1200, draw: argument,
	}
)
