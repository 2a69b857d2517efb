package cases

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
)

// trial is arrays, and what the results for them must be.
type trial struct {
	data
	wants []operations.Want
}

// trials draws arrays for an operation and computes what its results must be.
func (s *Suite) trials(sp spec) (list []trial) {
	op, e := sp.op, sp.exact
	r := rand.New(rand.NewPCG(3, 4))
	arrays, length := e.arrays/s.Share, cmp.Or(e.length, 2000)
	if e.arrays == 0 {
		arrays, length = 1, length/s.Share
	}
	if e.draw == nil {
		e.draw = func(r *rand.Rand, _ int) float64 { return sp.lo + (sp.hi-sp.lo)*r.Float64() }
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
		want := op.Want
		if want == nil { // the specification is what it must be
			op.Spec(a)
			want = func(a *operations.Args, i int) operations.Want {
				return operations.Want{Special: a.Dst[i]}
			}
		}
		t := trial{data: d}
		for i := range cmp.Or(e.results, results) {
			t.wants = append(t.wants, want(a, i))
		}
		list = append(list, t)
	}
	return list
}

// verifyBy has variants of a case do trials, which are made when the first is.
func (s *Suite) verifyBy(c *measure.Case, sp spec) {
	on := "numbers " + sp.inputs()
	if sp.exact.arrays > 0 {
		on = fmt.Sprintf("arrays of %d %s", sp.exact.length, on)
	}
	c.Against = cmp.Or(sp.exact.against, "the exact result") + "; " + cmp.Or(sp.exact.on, on)
	var trials []trial
	c.Verify = func(ctx context.Context, v *measure.Variant) (err error) {
		if v.Floor {
			return nil
		}
		if trials == nil {
			trials = s.trials(sp)
		}
		v.Error, err = checkTrials(ctx, s.runs[v], trials)
		return err
	}
}

func checkTrials(ctx context.Context, run runner, trials []trial) (*measure.Error, error) {
	var ulps []float64
	for _, t := range trials {
		setNaN(t.out)
		if _, err := run(ctx, t.data, 1); err != nil {
			return nil, err
		}
		for i, want := range t.wants {
			ulps = append(ulps, want.ULP(t.out[i]))
		}
	}
	return errorOf(ulps), nil
}

// argument draws arguments of sums of terms: a third small ones, for which another formula holds.
func argument(r *rand.Rand, i int) float64 {
	if i%3 == 0 {
		return 15 * r.Float64()
	}
	return 1000 * r.Float64()
}

const ofTerms = "x uniform from 0 to 1000, a third of them from 0 to 15"

var (
	exactLog = exactly{
		on: "numbers of three kinds in equal parts: uniform from 0 to 100, uniform from 0.9 to 1.1, " +
			"and of any magnitude from 1e-300 to 1e300",
		length: 6000,
		draw: func(r *rand.Rand, i int) float64 {
			return []float64{
				100 * r.Float64(), 0.9 + 0.2*r.Float64(),
				math.Pow(10, 600*r.Float64()-300),
			}[i%3]
		},
	}
	exactTerms   = exactly{on: ofTerms, length: 1200, draw: argument}
	exactRounded = exactly{
		against: "the exact sum of the logarithms of 1+i+x as float64 rounds it",
		on:      ofTerms, length: 1200, draw: argument,
	}
)
