package parquet

import (
	"context"
	"fmt"
	"sync"

	"sumlog/dispatch"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// block is the number of values whose product is one factor of the sum's.
const block = generic.Block

// group is the product of the values of a row group, in the blocks of the whole column.
type group struct {
	phase    int              // the values of its first block that lie before it
	head     []float64        // the values that complete this block
	products []kernel.Product // of the blocks that lie in the row group
	tail     []float64        // the values of the block that it begins
}

var buffers = sync.Pool{New: func() any { return new([4 * block]float64) }}

// read reads a row group.
func (c *column) read(ctx context.Context, number, phase int) (g group, err error) {
	defer func() {
		if r := recover(); r != nil { // Arrow's decoders panic at some kinds of damage
			err = fmt.Errorf("damaged: %v", r)
		}
		if err != nil && ctx.Err() == nil {
			err = fmt.Errorf("row group %d: %w", number, err)
		}
	}()
	g.phase = phase
	r, err := c.file.RowGroup(number).Column(c.index)
	if err != nil {
		return g, err
	}
	defer r.Close()
	x := c.numbersOf(r)
	if phase > 0 {
		g.head = make([]float64, block-phase)
		n, err := x.read(g.head)
		if g.head = g.head[:n]; err != nil || n < block-phase {
			return g, err
		}
	}
	buf := buffers.Get().(*[4 * block]float64)
	defer buffers.Put(buf)
	for {
		if err := ctx.Err(); err != nil {
			return g, err
		}
		n, err := x.read(buf[:])
		if err != nil {
			return g, err
		}
		for part := buf[:n]; len(part) > 0; part = part[min(block, len(part)):] {
			if len(part) < block {
				g.tail = append(g.tail, part...)
				break
			}
			g.products = append(g.products, c.product(part[:block]))
		}
		if n < len(buf) {
			return g, nil
		}
	}
}

// product returns the product of x.
func product(x []float64) (p kernel.Product) {
	p.Add(dispatch.ISA(), x)
	return p
}

// total is the product of row groups that arrive in order.
type total struct {
	product  kernel.Product
	rest     []float64 // of a block that is not complete
	multiply func(x []float64) kernel.Product
}

// merge multiplies t by a row group, which has been read with the phase len(t.rest).
func (t *total) merge(g *group) {
	t.append(g.head)
	for _, p := range g.products {
		t.product.Merge(p)
	}
	t.append(g.tail)
}

func (t *total) append(x []float64) {
	if t.rest = append(t.rest, x...); len(t.rest) == block {
		t.product.Merge(t.multiply(t.rest))
		t.rest = t.rest[:0]
	}
}

// log returns the logarithm of the product.
func (t *total) log() float64 {
	if len(t.rest) > 0 {
		t.product.Merge(t.multiply(t.rest))
	}
	return t.product.Log()
}
