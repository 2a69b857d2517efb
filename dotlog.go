package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// DotLog returns Σ w[j]·ln x[j], with 0·ln 0 = 0: a weighted log-likelihood, and for probabilities
// w the cross-entropy with its sign changed.
//
// Error bound, special values and bits are those of [kernel.DotLog], for any number of workers.
//
// It panics where the slices differ in length.
func DotLog(w, x []float64) float64 {
	if isa := dispatch.ISA(); small(len(x), cost.DotLog.Of(isa)) {
		return kernel.DotLog(isa, w, x)
	}
	sum, _ := Run{}.DotLog(w, x)
	return sum
}

// DotLog is the function [DotLog]. It returns 0 with an error. A worker polls the context at least
// every 65 536 elements. Progress counts the elements once more where the terms cancel and are
// added a second time.
func (r Run) DotLog(w, x []float64) (float64, error) {
	const op = "sumlog: DotLog"
	check.Inputs(op, "w", "x", len(w), len(x))
	return r.dotLog(op, w, x, kernel.DotLog)
}

// DotLogRows sets dst[r] = Σ w[r·cols+c]·ln x[r·cols+c], c from 0 to cols-1: w and x hold the rows
// of matrices one after the other. Rows are shared among workers; a row is done by one of them.
//
// Error bound, special values and bits are those of [kernel.DotLogRows].
//
// It panics where w and x differ in length, len(x) is not len(dst)·cols, cols is less than 1, or
// dst overlaps w or x (unless cols is 1 and they are the same).
func DotLogRows(dst, w, x []float64, cols int) {
	if isa := dispatch.ISA(); cols >= 1 && small(len(dst), cost.DotRow(isa, cols)) {
		kernel.DotLogRows(isa, dst, w, x, cols)
		return
	}
	_ = Run{}.DotLogRows(dst, w, x, cols)
}

// DotLogRows is the function [DotLogRows]. A worker polls the context at least every 65 536
// elements, or once a row.
func (r Run) DotLogRows(dst, w, x []float64, cols int) error {
	const op = "sumlog: DotLogRows"
	check.TwoRows(op, dst, w, x, cols)
	isa := r.isa()
	task := rowTask{dotLogRows, isa, dst, x, w, cols}
	return r.doRows(op, len(dst), cost.DotRow(isa, cols), task)
}

// Entropy returns -Σ p[j]·ln p[j], with 0·ln 0 = 0: the entropy of a distribution in nats.
//
// Error bound, special values and bits are those of [kernel.Entropy], for any number of workers.
func Entropy(p []float64) float64 {
	if isa := dispatch.ISA(); small(len(p), cost.DotLog.Of(isa)) {
		return kernel.Entropy(isa, p)
	}
	sum, _ := Run{}.Entropy(p)
	return sum
}

// Entropy is the function [Entropy]. It returns 0 with an error. A worker polls the context as for
// [Run.DotLog].
func (r Run) Entropy(p []float64) (float64, error) {
	sum, err := r.dotLog("sumlog: Entropy", p, p, kernel.DotLog)
	return 0 - sum, err
}

func (r Run) dotLog(
	op string, w, x []float64, inline func(isa kernel.ISA, w, x []float64) float64,
) (float64, error) {
	isa := r.isa()
	ns := cost.DotLog.Of(isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return inline(isa, w, x), nil
	}
	t := dotTasks.get()
	defer dotTasks.put(t)
	t.isa, t.careful = isa, false
	pending := t.one[:]
	if len(x) > sumBlock {
		scratch := scratchDots.get()
		defer scratchDots.pool.Put(scratch)
		pending = scratch[:]
	}
	begin := func(from, to, blocks int) {
		t.w, t.x, t.sums = w[from:to], x[from:to], pending[:blocks]
	}
	var all kernel.DotLogSum
	err := r.inRounds(op, len(x), ns, t, begin, func() {
		for i := range t.sums {
			all.Merge(t.sums[i].quick)
		}
	})
	if err != nil {
		return 0, err
	}
	if !all.Cancels() {
		return all.Sum(), nil
	}
	careful := all.Careful(isa)
	t.careful, t.none = true, careful
	err = r.inRounds(op, len(x), cost.CarefulDotLog(isa), t, begin, func() {
		for i := range t.sums {
			careful.Merge(t.sums[i].careful)
		}
	})
	if err != nil {
		return 0, err
	}
	return careful.Sum(), nil
}

var scratchDots tasks[[maxPending]dotBlock]

// dotBlock is the sum of a block, one or the other.
type dotBlock struct {
	quick   kernel.DotLogSum
	careful kernel.CarefulSum
}

// dotTask sums the blocks of w and x.
type dotTask struct {
	isa     kernel.ISA
	careful bool
	none    kernel.CarefulSum // that careful sums begin with
	sums    []dotBlock
	w, x    []float64
	one     [1]dotBlock // for a sum of one block
}

var dotTasks tasks[dotTask]

func (t *dotTask) Do(lo, hi int) {
	for i := lo; i < hi; i++ {
		from, to := i*sumBlock, min((i+1)*sumBlock, len(t.x))
		t.sums[i] = dotBlock{}
		if t.careful {
			t.sums[i].careful = t.none
			t.sums[i].careful.Add(t.w[from:to], t.x[from:to])
		} else {
			t.sums[i].quick.Add(t.isa, t.w[from:to], t.x[from:to])
		}
	}
}
