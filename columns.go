package sumlog

import (
	"fmt"

	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
	"sumlog/shared"
)

// LogAccumulateColumns sets column dst of a to the sums Σ_{i<terms} ln(1+i+x) of the numbers x
// of its column x, in place: [LogAccumulate] of a column. The columns may be the same. It
// retains a ([shared.Array.Retain]) while it works.
//
// It panics where a column is out of range, terms is negative, or a is nil. It panics with an
// error where a is closed ([shared.ErrClosed]), read-only ([shared.ErrReadOnly]), or has lost
// its memory ([shared.ErrTruncated], [shared.ErrMemory]); in the last case the column is
// partly written.
func LogAccumulateColumns(a *shared.Array[float64], dst, x, terms int) {
	mustWork(Run{}.LogAccumulateColumns(a, dst, x, terms))
}

// LogAccumulateColumns is the function [LogAccumulateColumns]; it returns the errors with
// which the function panics. A worker polls the context at least every 4096 rows.
func (r Run) LogAccumulateColumns(a *shared.Array[float64], dst, x, terms int) error {
	const op = "sumlog: LogAccumulateColumns"
	check.Array(op, "a", a == nil)
	check.Column(op, "dst", dst, a.Cols())
	check.Column(op, "x", x, a.Cols())
	check.Terms(op, terms)
	return onArray(r, op, a, func() error {
		if to, ok := a.Col(dst).Slice(); ok {
			from, _ := a.Col(x).Slice()
			return r.LogAccumulate(to, from, terms)
		}
		t := columnsTasks.get()
		*t = columnsTask{r.isa(), columnOf(a, dst), columnOf(a, x), terms}
		err := r.do(op, work(a.Rows(), cost.LogAccumulate.Of(t.isa), 8, 1<<12), t)
		columnsTasks.put(t)
		return err
	})
}

// columnsTask accumulates numbers at equal distances in memory.
type columnsTask struct {
	isa    kernel.ISA
	dst, x strided
	terms  int
}

var columnsTasks tasks[columnsTask]

func (t *columnsTask) Do(lo, hi int) {
	s := scratches.get()
	defer scratches.pool.Put(s)
	for lo < hi {
		block := s.in[:min(hi-lo, scratchSize)]
		gather(block, t.x.from(lo))
		kernel.LogAccumulate(t.isa, block, block, t.terms)
		scatter(t.dst.from(lo), block)
		lo += len(block)
	}
}

// onArray runs f, which works on the array, and returns its error, or the array's. It does
// nothing once the context has ended.
func onArray[T shared.Number](r Run, op string, a *shared.Array[T], f func() error) (err error) {
	if err := r.context().Err(); err != nil {
		return err
	}
	fault := a.Do(func() error {
		err = f()
		return nil
	})
	if fault != nil {
		return fmt.Errorf("%s: %w", op, fault)
	}
	return err
}

// mustWork panics with err unless it is nil, for functions without an error result.
func mustWork(err error) {
	if err != nil {
		panic(err)
	}
}
