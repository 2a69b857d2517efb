package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// DotLogRatio returns Σ w[j]·ln(x[j]/y[j]), with 0·ln = 0: a weighted log-likelihood ratio.
//
// Error bound, special values and bits are those of [kernel.DotLogRatio], for any number of
// workers.
//
// It panics where the slices differ in length.
func DotLogRatio(w, x, y []float64) float64 {
	if isa := dispatch.ISA(); small(len(x), cost.DotLogRatio.Of(isa)) {
		return kernel.DotLogRatio(isa, w, x, y)
	}
	sum, _ := Run{}.DotLogRatio(w, x, y)
	return sum
}

// DotLogRatio is the function [DotLogRatio]. It returns 0 with an error. A worker polls the
// context at least every 65 536 elements.
func (r Run) DotLogRatio(w, x, y []float64) (float64, error) {
	const op = "sumlog: DotLogRatio"
	check.Inputs(op, "w", "x", len(w), len(x))
	check.Inputs(op, "w", "y", len(w), len(y))
	return r.dotLogRatio(op, w, x, y)
}

// RelativeEntropy returns Σ p[j]·ln(p[j]/q[j]), with 0·ln = 0: the Kullback-Leibler divergence of
// the distribution p from q, in nats.
//
// Error bound, special values and bits are those of [kernel.RelativeEntropy], for any number of
// workers.
//
// It panics where the slices differ in length.
func RelativeEntropy(p, q []float64) float64 {
	if isa := dispatch.ISA(); small(len(p), cost.DotLogRatio.Of(isa)) {
		return kernel.RelativeEntropy(isa, p, q)
	}
	sum, _ := Run{}.RelativeEntropy(p, q)
	return sum
}

// RelativeEntropy is the function [RelativeEntropy]. It returns 0 with an error. A worker polls
// the context at least every 65 536 elements.
func (r Run) RelativeEntropy(p, q []float64) (float64, error) {
	const op = "sumlog: RelativeEntropy"
	check.Inputs(op, "p", "q", len(p), len(q))
	return r.dotLogRatio(op, p, p, q)
}

func (r Run) dotLogRatio(op string, w, x, y []float64) (float64, error) {
	isa := r.isa()
	ns := cost.DotLogRatio.Of(isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return kernel.DotLogRatio(isa, w, x, y), nil
	}
	t := ratioTasks.get()
	defer ratioTasks.put(t)
	t.isa = isa
	pending := t.one[:]
	if len(x) > sumBlock {
		scratch := scratchRatios.get()
		defer scratchRatios.pool.Put(scratch)
		pending = scratch[:]
	}
	var all kernel.DotLogSum
	err := r.inRounds(op, len(x), ns, t, func(from, to, blocks int) {
		t.w, t.x, t.y, t.sums = w[from:to], x[from:to], y[from:to], pending[:blocks]
	}, func() {
		for _, block := range t.sums {
			all.Merge(block)
		}
	})
	if err != nil {
		return 0, err
	}
	return all.Sum(), nil
}

var scratchRatios tasks[[maxPending]kernel.DotLogSum]

// ratioTask sums the blocks of w, x and y.
type ratioTask struct {
	isa     kernel.ISA
	sums    []kernel.DotLogSum
	w, x, y []float64
	one     [1]kernel.DotLogSum // for a sum of one block
}

var ratioTasks tasks[ratioTask]

func (t *ratioTask) Do(lo, hi int) {
	for i := lo; i < hi; i++ {
		from, to := i*sumBlock, min((i+1)*sumBlock, len(t.x))
		t.sums[i] = kernel.DotLogSum{}
		t.sums[i].AddRatio(t.isa, t.w[from:to], t.x[from:to], t.y[from:to])
	}
}
