package workload

import (
	"context"
	"fmt"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// Pools are the workers that the ways share: for each instruction set one pool
// of a single worker and one of all.
type Pools map[kernel.ISA]struct{ One, All *dispatch.Pool }

// NewPools starts the pools of the given instruction sets, and of the generic one,
// whose workers do all that needs none.
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

// work does the items [lo, hi). It looks at ctx often enough that an interrupted
// program ends at once.
type work func(ctx context.Context, lo, hi int) error

// inLumps makes work of f, which cannot be interrupted.
func inLumps(lump int, f func(lo, hi int)) work {
	return func(ctx context.Context, lo, hi int) error {
		for ; lo < hi; lo += lump {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(lo, min(lo+lump, hi))
		}
		return nil
	}
}

// spread is a way of having work done by workers.
type spread struct {
	name, label string
	all         bool // by all workers, not by one
	do          func(ctx context.Context, p *dispatch.Pool, n int, f work) error
}

var spreads = []spread{
	{"loop", "for loop", false, alone},
	{"static", "static split", true, static},
	{"async", "async futures", true, async},
	{"map", "map", true, mapped},
}

func (s spread) workers(all int) int {
	if s.all {
		return all
	}
	return 1
}

// alone does everything on the calling goroutine.
func alone(ctx context.Context, _ *dispatch.Pool, n int, f work) error {
	return f(ctx, 0, n)
}

// static cuts the items into one range a worker.
func static(ctx context.Context, p *dispatch.Pool, n int, f work) error {
	return p.ForContext(ctx, n, max(1, (n+p.Workers()-1)/p.Workers()), f)
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

// chunks is how many parts a worker gets from map, as from Python's.
const chunks = 4

// mapped maps the work over several ranges a worker, so that who is done early
// takes another.
func mapped(ctx context.Context, p *dispatch.Pool, n int, f work) error {
	_, err := dispatch.Map(ctx, p, dispatch.Split(n, chunks*p.Workers()), func(ctx context.Context, r dispatch.Range) (int, error) {
		return r.Len(), f(ctx, r.Lo, r.Hi)
	})
	return err
}
