package rows

import (
	"context"
	"time"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// pending is the number of sums of blocks that wait to be merged.
var pending = 4096

// Fold calls block, on all cores, for each Block valid rows from the given one on, with a sum of
// nothing to add them to, and then merge for these sums, in order. ns estimates the time of a row
// in nanoseconds. Fold returns ctx.Err() where ctx ends first.
func Fold[S any](
	ctx context.Context, rows *Rows, from int, ns float64,
	block func(isa kernel.ISA, r *Reader, x *[MaxColumns][]float64, sum *S), merge func(sum *S),
) error {
	blocks := (rows.Valid - from + Block - 1) / Block
	t := &foldTask[S]{rows: rows, from: from, block: block, isa: dispatch.ISA()}
	t.sums = make([]S, min(blocks, pending))
	for ; t.first < blocks; t.first += pending {
		t.sums = t.sums[:min(len(t.sums), blocks-t.first)]
		if err := do(ctx, len(t.sums), ns*Block, t); err != nil {
			return err
		}
		for i := range t.sums {
			merge(&t.sums[i])
		}
	}
	return ctx.Err()
}

type foldTask[S any] struct {
	rows  *Rows
	isa   kernel.ISA
	from  int // the first row
	first int // the first block
	sums  []S // of the blocks from first on
	block func(isa kernel.ISA, r *Reader, x *[MaxColumns][]float64, sum *S)
}

func (t *foldTask[S]) Do(lo, hi int) {
	r := NewReader(t.rows, t.from+(t.first+lo)*Block)
	defer r.Close()
	for i := lo; i < hi; i++ {
		x := r.Next()
		t.sums[i] = *new(S)
		t.block(t.isa, r, &x, &t.sums[i])
	}
}

// do does a task of n items of ns nanoseconds on the default pool.
func do(ctx context.Context, n int, ns float64, t dispatch.Task) error {
	const least, most = 2_000, 100_000 // nanoseconds of a chunk
	maxChunk := max(int(most/ns), 1)
	return dispatch.Default().Do(ctx, dispatch.Work{
		N: n, Align: 1, MinChunk: min(int(least/ns)+1, maxChunk), MaxChunk: maxChunk,
		Cost: time.Duration(min(ns*float64(n), 1<<62)),
	}, t)
}
