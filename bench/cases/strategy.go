package cases

import (
	"context"
	"fmt"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// Pools are the workers that variants share: for each instruction set one pool of a single
// worker and one of all.
type Pools map[kernel.ISA]struct{ One, All *dispatch.Pool }

// NewPools starts the pools of the given instruction sets, and of the generic one, whose workers
// do what needs none.
func NewPools(workers int, isas []kernel.ISA) (Pools, error) {
	pools := Pools{}
	for _, isa := range append(isas[:len(isas):len(isas)], kernel.Generic) {
		if _, ok := pools[isa]; ok {
			continue
		}
		one, err := dispatch.NewPool(dispatch.WithISA(isa), dispatch.WithWorkers(1))
		if err != nil {
			return nil, err
		}
		all, err := dispatch.NewPool(dispatch.WithISA(isa), dispatch.WithWorkers(workers))
		if err != nil {
			return nil, err
		}
		if got := all.Workers(); got != workers {
			return nil, fmt.Errorf("asked for %d workers, got %d", workers, got)
		}
		pools[isa] = struct{ One, All *dispatch.Pool }{one, all}
	}
	return pools, nil
}

// work does the items [lo, hi). It looks at ctx often enough that an interrupted program ends
// at once.
type work func(ctx context.Context, lo, hi int) error

// inChunks makes work of f, which cannot be interrupted.
func inChunks(chunk int, f func(lo, hi int)) work {
	return func(ctx context.Context, lo, hi int) error {
		for ; lo < hi; lo += chunk {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(lo, min(lo+chunk, hi))
		}
		return nil
	}
}

// strategy divides work among workers.
type strategy struct {
	name, label string
	all         bool // by all workers, not by one
	do          func(ctx context.Context, p *dispatch.Pool, n int, f work) error
}

var strategies = []strategy{
	{"loop", "for loop", false, func(ctx context.Context, _ *dispatch.Pool, n int, f work) error {
		return f(ctx, 0, n) // on the calling goroutine
	}},
	{"static", "static split", true, func(ctx context.Context, p *dispatch.Pool, n int, f work) error {
		return p.ForContext(ctx, n, max(1, (n+p.Workers()-1)/p.Workers()), f)
	}},
	{"async", "async futures", true, async},
	{"map", "map", true, mapped},
}

func (s strategy) workers(all int) int {
	if s.all {
		return all
	}
	return 1
}

// async starts one future a worker, and waits for all of them.
func async(ctx context.Context, p *dispatch.Pool, n int, f work) error {
	ranges := dispatch.Split(n, p.Workers())
	futures := make([]*dispatch.Future[int], len(ranges))
	for i, r := range ranges {
		futures[i] = dispatch.Async(ctx, p, func(ctx context.Context) (int, error) {
			return r.Len(), f(ctx, r.Lo, r.Hi)
		})
	}
	for _, future := range futures {
		if _, err := future.Get(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mapped maps the work over four ranges a worker, as Python's map does.
func mapped(ctx context.Context, p *dispatch.Pool, n int, f work) error {
	ranges := dispatch.Split(n, 4*p.Workers())
	_, err := dispatch.Map(ctx, p, ranges, func(ctx context.Context, r dispatch.Range) (int, error) {
		return r.Len(), f(ctx, r.Lo, r.Hi)
	})
	return err
}
