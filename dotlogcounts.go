package sumlog

import (
	"sync/atomic"

	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// DotLogCounts returns Σ n[j]·ln x[j] for counts n: a multinomial log-likelihood, or [SumLog] of
// the elements that a mask of 0 and 1 selects.
//
// Error bound, special values and bits are those of [kernel.DotLogCounts], for any number of
// workers. It is for masks, counts below 4 or 8, and sums whose logarithms cancel; where counts are
// larger, [DotLog] of them as float64 takes less time.
//
// It panics where the slices differ in length, or a count is negative.
func DotLogCounts(n []int64, x []float64) float64 {
	sum, _ := Run{}.DotLogCounts(n, x)
	return sum
}

// DotLogCounts is the function [DotLogCounts]. It returns 0 with an error. A worker polls the
// context at least every 65 536 elements.
func (r Run) DotLogCounts(n []int64, x []float64) (float64, error) {
	const op = "sumlog: DotLogCounts"
	check.Inputs(op, "n", "x", len(n), len(x))
	isa := r.isa()
	ns := cost.DotLogCounts.Of(isa)
	if r.inline(len(x), ns) {
		check.Counts(op, "n", n)
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return kernel.DotLogCounts(isa, n, x), nil
	}
	t := countsTasks.get()
	defer countsTasks.put(t)
	scratch := scratchProducts.get()
	defer scratchProducts.pool.Put(scratch)
	t.isa = isa
	var all kernel.Product
	err := r.inRounds(op, len(x), ns, t, func(from, to, blocks int) {
		t.n, t.x, t.products = n[from:to], x[from:to], scratch[:blocks]
	}, func() {
		if t.negative != 0 {
			check.Counts(op, "n", n) // panics
		}
		for _, block := range t.products {
			all.Merge(block)
		}
	})
	if err != nil {
		return 0, err
	}
	return all.Log(), nil
}

// countsTask multiplies the blocks of x, each element as often as n says.
type countsTask struct {
	isa      kernel.ISA
	products []kernel.Product
	n        []int64
	x        []float64
	negative uint32 // not 0 where a count is
}

var countsTasks tasks[countsTask]

func (t *countsTask) Do(lo, hi int) {
	for i := lo; i < hi; i++ {
		from, to := i*sumBlock, min((i+1)*sumBlock, len(t.x))
		// The caller panics, and names the count.
		if check.AnyBits(t.n[from:to]) < 0 {
			atomic.StoreUint32(&t.negative, 1)
			return
		}
		t.products[i] = kernel.Product{}
		t.products[i].AddCounts(t.isa, t.n[from:to], t.x[from:to])
	}
}
