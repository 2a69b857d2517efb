package main

import (
	"fmt"
	"math"

	"sumlog"
	"sumlog/kernel"
)

// smallRows are calls that have hardly anything to do, compared with the same call of
// package kernel, which chooses no instruction set and no workers.
func (l *lab) smallRows() (list []row) {
	for _, n := range []int{1, 4, 8} {
		for _, c := range l.smallCalls(n) {
			list = append(list, row{
				name: fmt.Sprintf("sumlog.%s of %d", c.name, n),
				unit: "call",
				ours: c.inGo("sumlog", c.dispatched),
				against: []comparison{
					beside(atMostMore(15), c.inGo("kernel", c.kernel)),
				},
			})
		}
	}
	return list
}

// smallCall is one operation, so many times.
type smallCall struct {
	task
	name               string
	dispatched, kernel func(calls int)
}

// smallCalls are all operations on n elements, one row of n for SumLogRows.
func (l *lab) smallCalls(n int) []smallCall {
	// So that n times few is small too, to the literal loop.
	const many, few = 1000, 16
	x, y, dst := l.uniform(n, 0.5, 2), l.uniform(n, 0.5, 2), l.memory.Floats(n)
	sum, isa := dst[:1], kernel.Best()
	of := func(out []float64, want func(i int) float64) task { return task{1, into(out, want)} }
	logs := of(sum, func(int) (s float64) {
		for _, v := range x {
			s += math.Log(v)
		}
		return s
	})
	return []smallCall{
		{of(dst, func(i int) float64 { return math.Log(x[i]) }), "Log", func(calls int) {
			for range calls {
				sumlog.Log(dst, x)
			}
		}, func(calls int) {
			for range calls {
				kernel.Log(isa, dst, x)
			}
		}},
		{logs, "SumLog", func(calls int) {
			for range calls {
				sum[0] = sumlog.SumLog(x)
			}
		}, func(calls int) {
			for range calls {
				sum[0] = kernel.SumLog(isa, x)
			}
		}},
		{logs, "SumLogRows", func(calls int) {
			for range calls {
				sumlog.SumLogRows(sum, x, n)
			}
		}, func(calls int) {
			for range calls {
				kernel.SumLogRows(isa, sum, x, n)
			}
		}},
		{of(dst, func(i int) float64 { return risen(x[i], many) }), "LogAccumulate, 1000 terms,", func(calls int) {
			for range calls {
				sumlog.LogAccumulate(dst, x, many)
			}
		}, func(calls int) {
			for range calls {
				kernel.LogAccumulate(isa, dst, x, many)
			}
		}},
		{of(dst, func(i int) float64 { return risen(x[i], few) }), "LogAccumulateDirect, 16 terms,", func(calls int) {
			for range calls {
				sumlog.LogAccumulateDirect(dst, x, few)
			}
		}, func(calls int) {
			for range calls {
				kernel.LogAccumulateDirect(isa, dst, x, few)
			}
		}},
		{of(dst, func(i int) float64 { return x[i] + y[i] }), "Add", func(calls int) {
			for range calls {
				sumlog.Add(dst, x, y)
			}
		}, func(calls int) {
			for range calls {
				kernel.Add(isa, dst, x, y)
			}
		}},
	}
}
