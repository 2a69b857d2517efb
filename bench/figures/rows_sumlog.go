package main

import (
	"fmt"
	"math"

	"sumlog"

	"sumlog/bench/peer"
	"sumlog/kernel"
)

func (l *lab) sumLogRows(large large) []row {
	x, sum := l.uniform(cached, 0.5, 2), l.memory.Floats(1)
	small, big := sumLogOf(x, sum), sumLogOf(large.a, sum)
	plain := l.plainSum(large.a, 1)
	size := fmt.Sprintf("SumLog, %s elements", count(len(large.a)))
	return []row{{
		name: "SumLog, 4096 elements",
		unit: "element",
		ours: small.inGo("kernel.SumLog", func(calls int) {
			for range calls {
				sum[0] = kernel.SumLog(isa, x)
			}
		}),
		// Either will do.
		against: []comparison{beside(atMost(0.22)), beside(timesAsLong(4.5), l.plainSum(x, 1))},
	}, {
		name: size,
		unit: "element",
		ours: big.inGo("kernel.SumLog", func(calls int) {
			for range calls {
				sum[0] = kernel.SumLog(isa, large.a)
			}
		}),
		against: []comparison{beside(timesAsLong(1.15), plain)},
	}, {
		name: size + ", all workers",
		unit: "element",
		ours: big.inGo("sumlog.SumLog", func(calls int) {
			for range calls {
				sum[0] = sumlog.SumLog(large.a)
			}
		}),
		against: []comparison{beside(aim{kind: longer}, plain), beside(aim{kind: longer}, l.plainSum(large.a, l.all.Workers()))},
	}}
}

// page is what keeps the sums of two processes on lines of their own.
const page = 4096 / 8

// sumLogOf is to sum the logarithms of x.
func sumLogOf(x, sum []float64) task {
	return task{float64(len(x)), into(sum[:1], func(int) (s float64) {
		for _, v := range x {
			s += math.Log(v)
		}
		return s
	})}
}

// plainSum is to sum x itself, by so many processes: the least that can be done with
// it.
func (l *lab) plainSum(x []float64, processes int) *way {
	sums := l.memory.Floats(max(1, processes) * page) // a page each: they do not share lines
	parts := cut(len(x), processes)
	requests := make([]peer.Request, len(parts))
	for i, p := range parts {
		requests[i] = peer.Request{Name: "sum", Out: sums[i*page:], A: x[p.Lo:], N: p.Len()}
	}
	t := task{float64(len(x)), every(sums, page, func(i int) (s float64) {
		for _, v := range x[parts[i].Lo:parts[i].Hi] {
			s += v
		}
		return s
	})}
	name := "plain sum"
	if processes > 1 {
		name = fmt.Sprintf("plain sum by %d processes", processes)
	}
	return l.inC(t, name, requests...)
}

func (l *lab) sumLogRowsRows() (list []row) {
	// 800 kB: in the second-level cache where it has 1 MiB, or else in the third.
	const elements = 100_000
	for _, c := range []struct {
		cols int
		most float64
	}{{8, 6.6}, {32, 17.4}, {100, 48}} {
		rows := elements / c.cols
		x, dst := l.uniform(rows*c.cols, 0.5, 2), l.memory.Floats(rows)
		t := task{float64(rows), into(dst, func(r int) (s float64) {
			for _, v := range x[r*c.cols : (r+1)*c.cols] {
				s += math.Log(v)
			}
			return s
		})}
		list = append(list, row{
			name: fmt.Sprintf("SumLogRows, rows of %d, 100 000 elements", c.cols),
			unit: "row",
			ours: t.inGo("kernel.SumLogRows", func(calls int) {
				for range calls {
					kernel.SumLogRows(isa, dst, x, c.cols)
				}
			}),
			against: []comparison{beside(atMost(c.most))},
		})
	}
	return list
}
