package main

import (
	"math"

	"sumlog/bench/peer"
	"sumlog/kernel"
)

func (l *lab) logRows() []row {
	x, dst := l.uniform(cached, 0, 100), l.memory.Floats(cached)
	t := task{cached, into(dst, func(i int) float64 { return math.Log(x[i]) })}
	return []row{{
		name: "Log, 4096 elements",
		unit: "element",
		ours: t.inGo("kernel.Log", func(calls int) {
			for range calls {
				kernel.Log(isa, dst, x)
			}
		}),
		against: []comparison{
			beside(timesAsFast(1.1), l.inC(t, "libmvec", peer.Request{Name: "log_mvec", Out: dst, A: x, N: cached})),
			beside(timesAsFast(8), t.inGo("math.Log in a Go loop", func(calls int) {
				for range calls {
					for j, v := range x {
						dst[j] = math.Log(v)
					}
				}
			})),
		},
	}}
}
