package cases

import (
	"context"
	"fmt"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/bench/probe"
	"sumlog/internal/operations"
)

// Chain and Busy tell cores from threads of a core: a control, and one bound by arithmetic alone.
const Chain, Busy = "Chain", "LogAccumulateDirect"

// scaling are a chain and operations that pay for more workers, by one worker and by more.
func (s *Suite) scaling() (list []*measure.Case) {
	largest := len(s.space.a) // an array; three together are as large as one
	size := func(n int) int {
		if s.Quick {
			n /= 8
		}
		return min(n, largest/3)
	}
	for _, j := range []struct {
		name, op, label string
		n               int
	}{
		{Chain, "", "a chain of 1000 multiplications", size(20_000)},
		{Busy, Busy, "LogAccumulateDirect, 1000 terms", size(20_000)},
		{"LogAccumulate", "LogAccumulate", "LogAccumulate, 1000 terms", size(1 << 20)},
		{"Log of 170000", "Log", "Log, little work", size(170_000)},
		{"Log", "Log", "Log", size(1 << 20)},
		{"SumLog", "SumLog", "SumLog, " + s.place(largest*word), largest},
		{"Add", "Add", "Add, " + s.place(largest*word), largest / 3},
	} {
		sp, pattern, by := spec{lo: 0.5, hi: 2}, probe.Copy, "variant=go"
		if j.op != "" {
			sp, by = specOf(j.op), "isa="+s.Best.String()
			pattern = sp.pattern()
		}
		if sp.terms > 0 {
			sp.terms = constantTerms
		}
		c := &measure.Case{
			Kind: measure.Scaling, Name: j.name, Title: j.label, Unit: "element", Pattern: pattern,
			OnPool: true, Sizes: []int{j.n}, Limits: s.Scaled,
			Fill: func() { uniform(s.part(j.n), sp.lo, sp.hi) },
		}
		c.Limits.Settle = true // workers wake, and the caller finds a core of its own
		for _, n := range WorkerCounts(s.Workers) {
			pool := s.Pool(s.Best, n)
			v := &measure.Variant{Label: fmt.Sprintf("%d workers", n), Workers: n, Base: n == 1}
			run := inGo(func(d data) {
				pool.For(len(d.a), 8, func(lo, hi int) { chains(d.out[lo:hi], d.a[lo:hi]) })
			})
			if j.op != "" {
				v.ISA = s.Best.String()
				run = sp.calls(func(a *operations.Args) {
					_ = sp.op.On(sumlog.On(context.Background(), pool), a)
				})
			}
			s.add(c, v, run)
			v.Name = fmt.Sprintf("scaling/op=%s/%s/workers=%d", plain(j.name), by, n)
		}
		list = append(list, c)
	}
	return list
}

// place says where arrays of that many bytes lie: in memory if that is twice the last level.
func (s *Suite) place(bytes int) string {
	switch {
	case bytes >= 2*s.Last:
		return "from memory"
	case bytes > s.Last:
		return "partly from memory"
	}
	return "in the caches"
}

// chains sets dst to x, multiplied a thousand times by next to one: each waits for the one before,
// so that two threads of one core, which have its units idle, are as fast at it as two cores.
func chains(dst, x []float64) {
	for i, v := range x {
		for range 1000 {
			v *= 1 + 1e-7
		}
		dst[i] = v
	}
}
