package cases

import (
	"context"
	"fmt"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/dispatch"
)

// Chain and Busy are the operations that tell cores from threads of a core: the control, and
// one that is bound by arithmetic alone.
const (
	Chain = "Chain"
	Busy  = "LogAccumulateDirect"
)

// Scaling are operations that are worth more than one worker, some bound by arithmetic and some
// by memory, and a chain; each by one worker and by more.
func (s *Suite) Scaling() (list []*measure.Case) {
	largest := len(s.space.a) // an array; three together are as large as one
	size := func(n int) int {
		if s.Quick {
			n /= 8
		}
		return min(n, largest/3)
	}
	on := func(p *dispatch.Pool) sumlog.Run { return sumlog.On(context.Background(), p) }
	for _, j := range []struct {
		name, label, pattern string
		n                    int
		lo, hi               float64
		run                  func(p *dispatch.Pool, d data)
	}{
		{Chain, "a chain of 1000 multiplications", copyOne, size(20_000), 0.5, 2, func(p *dispatch.Pool, d data) {
			p.For(len(d.a), 8, func(lo, hi int) { chains(d.out[lo:hi], d.a[lo:hi]) })
		}},
		{Busy, "LogAccumulateDirect, 1000 terms", copyOne, size(20_000), 0, 1000, func(p *dispatch.Pool, d data) {
			_ = on(p).LogAccumulateDirect(d.out, d.a, constantTerms)
		}},
		{"LogAccumulate", "LogAccumulate, 1000 terms", copyOne, size(1 << 20), 0, 1000, func(p *dispatch.Pool, d data) {
			_ = on(p).LogAccumulate(d.out, d.a, constantTerms)
		}},
		{"Log", "Log", copyOne, size(1 << 20), 0, 100, func(p *dispatch.Pool, d data) { _ = on(p).Log(d.out, d.a) }},
		{"SumLog", "SumLog, " + s.place(largest*word), readOne, largest, 0.5, 2, func(p *dispatch.Pool, d data) {
			d.out[0], _ = on(p).SumLog(d.a)
		}},
		{"Add", "Add, " + s.place(largest*word), readTwo, largest / 3, 0.5, 2, func(p *dispatch.Pool, d data) {
			_ = sumlog.AddOn(on(p), d.out, d.a, d.b)
		}},
	} {
		c := &measure.Case{
			Kind: measure.Scaling, Name: j.name, Title: j.label, Unit: "element", Pattern: j.pattern,
			OnPool: true, Sizes: []int{j.n}, Limits: s.Scaled, Fill: func() { uniform(s.part(j.n), j.lo, j.hi) },
		}
		c.Limits.Settle = true // workers wake, and the caller finds a core of its own
		for _, n := range WorkerCounts(s.Workers) {
			p := s.Pools[PoolKey{s.Best, n}]
			v := &measure.Variant{Label: fmt.Sprintf("%d workers", n), Workers: n, ISA: s.Best.String(), Base: n == 1}
			if j.name == Chain {
				v.ISA = ""
			}
			s.add(c, v, inGo(func(d data) { j.run(p, d) }))
			by := "isa=" + v.ISA
			if v.ISA == "" {
				by = "variant=go"
			}
			v.Name = fmt.Sprintf("scaling/op=%s/%s/workers=%d", j.name, by, v.Workers)
		}
		list = append(list, c)
	}
	return list
}

// place says where arrays of that many bytes together lie: in memory, if a cache holds half of
// them at most.
func (s *Suite) place(bytes int) string {
	switch {
	case bytes >= 2*s.Last:
		return "from memory"
	case bytes > s.Last:
		return "partly from memory"
	}
	return "in the caches"
}

// chains sets dst to x, multiplied a thousand times by next to one. Each multiplication waits
// for the one before, so that a core has most of its units idle: two threads of one core are as
// fast at it as two cores, which they are not at what keeps units busy.
func chains(dst, x []float64) {
	for i, v := range x {
		for range 1000 {
			v *= 1 + 1e-7
		}
		dst[i] = v
	}
}
