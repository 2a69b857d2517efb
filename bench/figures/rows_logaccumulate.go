package main

import (
	"fmt"
	"math"

	"sumlog/kernel"
)

// literal is on how many elements Go's loop over a thousand terms is measured.
const literal = 256

func (l *lab) logAccumulateRows() (list []row) {
	for _, c := range []struct {
		name   string
		lo, hi float64
		most   float64
	}{{"x >= 15", 15, 1e6, 8}, {"x < 15", 0, 15, 14}} {
		x, dst := l.uniform(cached, c.lo, c.hi), l.memory.Floats(cached)
		of := func(terms int) *way {
			t := task{cached, into(dst, func(i int) float64 { return risen(x[i], terms) })}
			return t.inGo(fmt.Sprintf("kernel.LogAccumulate, %s terms", count(terms)), func(calls int) {
				for range calls {
					kernel.LogAccumulate(isa, dst, x, terms)
				}
			})
		}
		thousand := of(1000)
		list = append(list, row{
			name: fmt.Sprintf("LogAccumulate, %s, 1000 terms, 4096 elements", c.name),
			unit: "element",
			ours: thousand,
			against: []comparison{
				beside(atMost(c.most)),
				beside(timesAsFast(1000), loopOfLogs(x[:literal], dst[:literal], literal)),
			},
		}, row{
			name:    fmt.Sprintf("LogAccumulate, %s, a million terms", c.name),
			unit:    "element",
			ours:    of(1_000_000),
			against: []comparison{beside(timesAsLong(1.05), thousand)},
		})
	}

	const terms = 1000
	x, dst := l.uniform(literal, 0, 1000), l.memory.Floats(literal)
	t := task{literal * terms, into(dst, func(i int) float64 { return risen(x[i], terms) })}
	return append(list, row{
		name: "LogAccumulateDirect, 1000 terms, 256 elements",
		unit: "term",
		ours: t.inGo("kernel.LogAccumulateDirect", func(calls int) {
			for range calls {
				kernel.LogAccumulateDirect(isa, dst, x, terms)
			}
		}),
		against: []comparison{
			beside(atMost(1.9)),
			beside(aim{kind: faster}, loopOfLogs(x, dst, literal*terms)),
		},
	})
}

// loopOfLogs is the loop that everybody would write, over a thousand terms, its time
// divided by units.
func loopOfLogs(x, dst []float64, units float64) *way {
	const terms = 1000
	t := task{units, into(dst, func(i int) float64 { return risen(x[i], terms) })}
	return t.inGo("math.Log in a Go loop", func(calls int) {
		for range calls {
			for j, v := range x {
				var s float64
				for i := range terms {
					s += math.Log(float64(1+i) + v)
				}
				dst[j] = s
			}
		}
	})
}

// risen is the logarithm of a rising factorial, ln Γ(x+terms+1) - ln Γ(x+1), within
// the tolerance of a check.
func risen(x float64, terms int) float64 {
	if terms <= 1000 {
		var s float64
		for i := range terms {
			s += math.Log(float64(1+i) + x)
		}
		return s
	}
	to, _ := math.Lgamma(x + float64(terms) + 1)
	from, _ := math.Lgamma(x + 1)
	return to - from
}
