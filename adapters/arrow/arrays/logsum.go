package arrays

import (
	"context"

	"sumlog/adapters/arrow/internal/rows"
	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// LogSum is Σ ln x of arrays that arrive one after the other, such as the batches of a reader. Its
// zero value is the sum of nothing. It holds up to 4095 elements, and no array.
//
// Its bits are those of [SumLog] of a chunked array of all of them.
type LogSum struct {
	product kernel.Product // of whole blocks
	rest    []float64      // of a block that is not complete
}

// Add adds the logarithms of the elements that are not null. Where ctx ends first, s has a part of
// x; another error leaves it as it was.
func (s *LogSum) Add(ctx context.Context, x Values) error {
	all, err := join("sumlog/adapters/arrow/arrays: LogSum.Add", []string{"x"}, x)
	if err != nil {
		return err
	}
	from := 0
	if len(s.rest) > 0 {
		r := rows.NewReader(all, 0)
		defer r.Close()
		first := r.Next()[0]
		from = min(rows.Block-len(s.rest), len(first))
		s.append(dispatch.ISA(), first[:from])
	}
	type part struct {
		product kernel.Product
		rest    []float64
	}
	return rows.Fold(ctx, all, from, cost.SumLog.Of(dispatch.ISA()),
		func(isa kernel.ISA, _ *rows.Reader, x *block, p *part) {
			if len(x[0]) < rows.Block {
				p.rest = append(p.rest, x[0]...)
				return
			}
			p.product.Add(isa, x[0])
		},
		func(p *part) {
			s.product.Merge(p.product)
			s.rest = append(s.rest, p.rest...)
		})
}

// append adds x to the block that is not complete, which has room for it.
func (s *LogSum) append(isa kernel.ISA, x []float64) {
	if s.rest = append(s.rest, x...); len(s.rest) == rows.Block {
		s.product.Add(isa, s.rest)
		s.rest = s.rest[:0]
	}
}

// Product returns the product of all elements, which can be stored, sent and merged.
func (s *LogSum) Product() kernel.Product {
	p := s.product
	p.Add(dispatch.ISA(), s.rest)
	return p
}

// Sum returns the sum.
func (s *LogSum) Sum() float64 { return s.Product().Log() }
