package sumlog

import (
	"sync/atomic"

	"sumlog/dispatch"
	"sumlog/internal/cost"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// SumLog returns Σ ln x[j], the logarithm of the product of x: a log-likelihood, where x holds
// the model's probability of each observation.
//
// Error bound, special values and bits are those of [kernel.SumLog], for any number of
// workers.
func SumLog(x []float64) float64 {
	if isa := dispatch.ISA(); small(len(x), cost.SumLog.Of(isa)) {
		return kernel.SumLog(isa, x)
	}
	sum, _ := Run{}.SumLog(x)
	return sum
}

// SumLog is the function [SumLog]. It returns 0 with an error. A worker polls the context at
// least every 65 536 elements.
func (r Run) SumLog(x []float64) (float64, error) {
	const op = "sumlog: SumLog"
	isa := r.isa()
	ns := cost.SumLog.Of(isa)
	if r.inline(len(x), ns) {
		if err := r.ready(op); err != nil {
			return 0, err
		}
		return kernel.SumLog(isa, x), nil
	}
	sum, _, err := r.sumBlocks(op, isa, numbersOf(x), ns, false)
	return sum, err
}

// sumBlocks returns the sum of the logarithms of x or, where abs is true, of |x| and whether an odd
// number of x have a sign. ns is the time of an element.
func (r Run) sumBlocks(
	op string, isa kernel.ISA, x numbers, ns float64, abs bool,
) (sum float64, odd uint32, err error) {
	t := productsTasks.get()
	defer productsTasks.put(t)
	t.isa, t.abs = isa, abs
	pending := t.one[:]
	if x.n > sumBlock {
		scratch := scratchProducts.get()
		defer scratchProducts.pool.Put(scratch)
		pending = scratch[:]
	}
	var all kernel.Product
	err = r.inRounds(op, x.n, ns, t, func(from, to, blocks int) {
		t.x, t.products = x.slice(from, to), pending[:blocks]
	}, func() {
		for _, block := range t.products {
			all.Merge(block)
		}
	})
	if err != nil {
		return 0, 0, err
	}
	return all.Log(), t.odd, nil
}

var scratchProducts tasks[[maxPending]kernel.Product]

// productsTask multiplies the blocks of x.
type productsTask struct {
	isa      kernel.ISA
	products []kernel.Product
	x        numbers
	one      [1]kernel.Product // for a sum of one block
	abs      bool              // multiply |x|,
	odd      uint32            // and count signs, modulo 2^32
}

var productsTasks tasks[productsTask]

func (t *productsTask) Do(lo, hi int) {
	if !t.abs && t.x.kind == float64Kind {
		for i := lo; i < hi; i++ {
			t.multiply(i, slice[float64](t.block(i)))
		}
		return
	}
	s := scratches.get()
	defer scratches.pool.Put(s)
	for i := lo; i < hi; i++ {
		block := t.block(i).float64s(t.isa, s.in[:])
		if t.abs {
			atomic.AddUint32(&t.odd, generic.Abs(s.in[:], block))
			block = s.in[:len(block)]
		}
		t.multiply(i, block)
	}
}

func (t *productsTask) multiply(i int, block []float64) {
	t.products[i] = kernel.Product{}
	t.products[i].Add(t.isa, block)
}

func (t *productsTask) block(i int) numbers {
	return t.x.slice(i*sumBlock, min((i+1)*sumBlock, t.x.n))
}
