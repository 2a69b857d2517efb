package cases

import (
	"context"
	"errors"
	"fmt"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// poolKey says what a pool is: of an instruction set, and of that many workers.
type poolKey struct {
	isa     kernel.ISA
	workers int
}

// Pool returns workers, which all variants share that ask for such ones.
func (s *Suite) Pool(isa kernel.ISA, workers int) *dispatch.Pool {
	key := poolKey{isa, workers}
	if p := s.pools[key]; p != nil {
		return p
	}
	p, err := dispatch.NewPool(dispatch.WithISA(isa), dispatch.WithWorkers(workers))
	if err == nil {
		s.pools[key], s.closers = p, append(s.closers, p.Close)
		if got := p.Workers(); got != workers {
			err = fmt.Errorf("asked for %d workers, got %d", workers, got)
		}
	}
	s.err = errors.Join(s.err, err)
	return p
}

// WorkerCounts are the counts that are measured: powers of two, and all.
func WorkerCounts(all int) (list []int) {
	for n := 1; n < all; n *= 2 {
		list = append(list, n)
	}
	return append(list, all)
}

// work does the items [lo, hi).
type work = func(ctx context.Context, lo, hi int) error

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
	{"map", "map", true, func(ctx context.Context, p *dispatch.Pool, n int, f work) error {
		ranges := dispatch.Split(n, 4*p.Workers()) // four a worker, as Python's map does
		_, err := dispatch.Map(ctx, p, ranges, func(ctx context.Context, r dispatch.Range) (int, error) {
			return r.Len(), f(ctx, r.Lo, r.Hi)
		})
		return err
	}},
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
